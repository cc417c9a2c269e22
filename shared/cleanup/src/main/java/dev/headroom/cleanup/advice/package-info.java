/**
 * Advice on schedules, made from the history of runs. May know runs and schedules as records, and
 * makes no call.
 */
@NullMarked
package dev.headroom.cleanup.advice;

import org.jspecify.annotations.NullMarked;
