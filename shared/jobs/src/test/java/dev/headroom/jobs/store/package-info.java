/** Tests of the job table on a real engine. */
@NullMarked
package dev.headroom.jobs.store;

import org.jspecify.annotations.NullMarked;
