/** What the history of runs says of the schedules. */
@NullMarked
package dev.headroom.cleanup.advice;

import org.jspecify.annotations.NullMarked;
