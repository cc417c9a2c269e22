/**
 * Selects the hits of a page: page requests, cursors and the reranking of the first hits. It may
 * know how hits are ranked.
 */
@NullMarked
package dev.headroom.search.query.paging;

import org.jspecify.annotations.NullMarked;
