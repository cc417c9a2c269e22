/**
 * What a job costs on the local cloud: against the bare AWS calls that it cannot do without, in
 * calls, in capacity, and in waiting.
 */
@NullMarked
package dev.headroom.benchmarks;

import org.jspecify.annotations.NullMarked;
