/**
 * Entries as programs see them: how they are named, how long they are kept, how they are encoded.
 * This package knows neither tier.
 */
@NullMarked
package dev.headroom.cache.entry;

import org.jspecify.annotations.NullMarked;
