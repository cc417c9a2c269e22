/** Finds chunks in a tenant's index: what a query means, which chunks match, in which order. */
@NullMarked
package dev.headroom.search.query;

import org.jspecify.annotations.NullMarked;
