/**
 * The tier in this process's memory. It is bounded by bytes, and decides nothing: whether what it
 * holds may be served is for its caller to say.
 */
@NullMarked
package dev.headroom.cache.local;

import org.jspecify.annotations.NullMarked;
