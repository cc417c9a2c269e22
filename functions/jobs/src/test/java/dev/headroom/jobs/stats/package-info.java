/** The function that keeps the statistics, as Lambda calls it. */
@NullMarked
package dev.headroom.jobs.stats;

import org.jspecify.annotations.NullMarked;
