/**
 * What a job costs on the local cloud: against the bare AWS calls that it cannot do without, in
 * calls, in capacity, and in waiting; and what the cache costs, against the bare libraries.
 */
@NullMarked
package dev.headroom.benchmarks;

import org.jspecify.annotations.NullMarked;
