/**
 * Runs: removes what targets find, page by page, under a lease that one worker holds at a time. May
 * know the table and the targets, and nothing of schedules.
 */
@NullMarked
package dev.headroom.cleanup.runs;

import org.jspecify.annotations.NullMarked;
