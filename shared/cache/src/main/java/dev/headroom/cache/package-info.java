/**
 * A cache of two tiers, this process's memory over Redis, that never serves what was invalidated
 * more than a bounded time ago. Programs use this package, {@link dev.headroom.cache.entry} and
 * {@link dev.headroom.cache.statistics}; see {@link dev.headroom.cache.Cache}. It knows no HTTP.
 */
@NullMarked
package dev.headroom.cache;

import org.jspecify.annotations.NullMarked;
