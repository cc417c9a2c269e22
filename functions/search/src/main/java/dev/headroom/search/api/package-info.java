/**
 * Search over HTTP: routes, endpoints, and the cache of results. It may know everything of search,
 * caches and HTTP.
 */
@NullMarked
package dev.headroom.search.api;

import org.jspecify.annotations.NullMarked;
