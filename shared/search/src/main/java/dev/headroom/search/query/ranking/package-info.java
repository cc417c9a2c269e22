/**
 * Scores hits: their order, and the evidence of relevance beyond BM25. It may know the words of a
 * query and the index.
 */
@NullMarked
package dev.headroom.search.query.ranking;

import org.jspecify.annotations.NullMarked;
