/**
 * What surrounds every invocation of a function, whatever wakes it: the trace id in the log, the
 * observers that are told how it went, and what must be flushed before the process may be frozen.
 * It knows Lambda, and no capability.
 */
@NullMarked
package dev.headroom.function;

import org.jspecify.annotations.NullMarked;
