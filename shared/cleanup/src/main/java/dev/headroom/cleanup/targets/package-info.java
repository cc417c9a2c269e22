/**
 * The interface by which something is cleaned up: a target finds what is overdue and erases it.
 * Knows neither runs nor schedules, so that a target of an application depends on little.
 */
@NullMarked
package dev.headroom.cleanup.targets;

import org.jspecify.annotations.NullMarked;
