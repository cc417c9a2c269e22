/**
 * Retention: removes what is older than a tenant wants to keep, and counts exactly what was
 * removed.
 *
 * <p>This package is the entry: it begins runs, works on them and wires the other packages
 * together. It knows all of them except {@code advice} and {@code builtin}, and none of them knows
 * it.
 */
@NullMarked
package dev.headroom.cleanup;

import org.jspecify.annotations.NullMarked;
