/**
 * What a job costs on the local cloud: against the bare AWS calls that it cannot do without, in
 * calls, in capacity, and in waiting; what the cache and the search cost, against the bare
 * libraries; and how well search finds.
 */
@NullMarked
package dev.headroom.benchmarks;

import org.jspecify.annotations.NullMarked;
