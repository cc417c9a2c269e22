/** The sweeper: looks after jobs that nobody else looks after. */
@NullMarked
package dev.headroom.jobs.sweeper;

import org.jspecify.annotations.NullMarked;
