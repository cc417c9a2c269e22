package dev.headroom.search.api;

import dev.headroom.search.query.Hits.Hit;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chunk that was found, as the response shows it.
 *
 * @param score its relevance among the results of this search; null without a query
 * @param highlights the passages that match, as HTML; null unless they were requested
 */
public record ResultView(
    String chunkId,
    @Nullable String documentId,
    @Nullable String title,
    String chunkText,
    List<String> categoriesMatched,
    double confidenceScore,
    Instant createdAt,
    @Nullable Float score,
    @Nullable List<String> highlights) {

  static ResultView of(Hit hit, boolean highlighted) {
    var chunk = hit.chunk();
    return new ResultView(
        chunk.id(),
        chunk.documentId().orElse(null),
        chunk.title().orElse(null),
        chunk.text(),
        chunk.categories(),
        chunk.confidence(),
        chunk.createdAt(),
        hit.score().orElse(null),
        highlighted ? hit.highlights() : null);
  }
}
