/** The function that follows the job table's stream and keeps the statistics. */
@NullMarked
package dev.headroom.jobs.stats;

import org.jspecify.annotations.NullMarked;
