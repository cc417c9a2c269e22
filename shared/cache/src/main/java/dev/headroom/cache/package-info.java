/**
 * A cache of two tiers, this process's memory over Redis, that never serves what was invalidated
 * more than a bounded time ago. See {@link dev.headroom.cache.Cache}.
 */
@NullMarked
package dev.headroom.cache;

import org.jspecify.annotations.NullMarked;
