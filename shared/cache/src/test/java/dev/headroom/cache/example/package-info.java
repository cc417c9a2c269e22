/** What the README shows. */
@NullMarked
package dev.headroom.cache.example;

import org.jspecify.annotations.NullMarked;
