/**
 * Searches a tenant's index: criteria, hits, totals and highlights. It may know the index, but
 * neither caches nor HTTP.
 */
@NullMarked
package dev.headroom.search.query;

import org.jspecify.annotations.NullMarked;
