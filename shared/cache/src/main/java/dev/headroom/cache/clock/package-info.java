/**
 * Time by two clocks, so that neither a jump of the one nor a stop of the other is mistaken for no
 * time at all. This package knows nothing of the cache.
 */
@NullMarked
package dev.headroom.cache.clock;

import org.jspecify.annotations.NullMarked;
