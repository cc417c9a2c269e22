/** Jobs: the record, its state machine, its store and its queues. */
@NullMarked
package dev.headroom.jobs;

import org.jspecify.annotations.NullMarked;
