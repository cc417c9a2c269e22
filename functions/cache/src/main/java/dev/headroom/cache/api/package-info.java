/** The cache over HTTP, in both dialects. */
@NullMarked
package dev.headroom.cache.api;

import org.jspecify.annotations.NullMarked;
