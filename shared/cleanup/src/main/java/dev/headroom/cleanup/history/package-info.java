/**
 * History: the runs that have ended, and statistics over all of them. May know runs and the table.
 */
@NullMarked
package dev.headroom.cleanup.history;

import org.jspecify.annotations.NullMarked;
