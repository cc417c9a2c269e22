/** The caches of whoever makes a request. */
@NullMarked
package dev.headroom.cache.http;

import org.jspecify.annotations.NullMarked;
