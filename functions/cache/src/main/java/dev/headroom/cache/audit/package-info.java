/** Counts what the cache really holds, now and then. */
@NullMarked
package dev.headroom.cache.audit;

import org.jspecify.annotations.NullMarked;
