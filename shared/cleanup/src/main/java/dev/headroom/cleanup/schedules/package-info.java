/**
 * Schedules: when a tenant's targets are cleaned up, and how long each keeps its items. May know
 * the table and the names of targets, and nothing of runs.
 */
@NullMarked
package dev.headroom.cleanup.schedules;

import org.jspecify.annotations.NullMarked;
