/** The statistics function: counts the changes of the job table, each exactly once. */
@NullMarked
package dev.headroom.jobs.statistics;

import org.jspecify.annotations.NullMarked;
