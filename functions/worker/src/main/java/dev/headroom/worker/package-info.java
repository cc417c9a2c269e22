/** The worker function: claims a job, runs it, and says how it ended. */
@NullMarked
package dev.headroom.worker;

import org.jspecify.annotations.NullMarked;
