/** A class that uses the cache, as docs/cache.md shows it. */
@NullMarked
package dev.headroom.cache.example;

import org.jspecify.annotations.NullMarked;
