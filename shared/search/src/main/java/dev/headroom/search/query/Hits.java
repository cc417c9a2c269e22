package dev.headroom.search.query;

import dev.headroom.search.Chunk;
import java.util.List;
import java.util.Optional;

/**
 * A page of the chunks that were found, in order.
 *
 * @param next the cursor of the next page; empty on the last page
 */
public record Hits(List<Hit> hits, Optional<String> next) {
  /**
   * A chunk that was found.
   *
   * @param score its relevance, which can be compared with that of other hits of the same search
   *     and never rises from one hit to the next; empty when the criteria have no text
   * @param highlights the passages of its text that match, as HTML in which the words are {@code
   *     <em>}; empty unless they were requested
   */
  public record Hit(Chunk chunk, Optional<Float> score, List<String> highlights) {}
}
