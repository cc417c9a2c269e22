package dev.headroom.search.query;

import dev.headroom.search.Chunk;
import java.util.List;
import java.util.Optional;

/**
 * Some of the chunks that were found, in order.
 *
 * @param next where the next ones are, when there are more
 */
public record Hits(List<Hit> hits, Optional<String> next) {
  /**
   * A chunk that was found.
   *
   * @param score how relevant it is, for comparison with other hits of the same search: it never
   *     rises from one to the next; empty when there was no text to be relevant to
   * @param highlights the passages of its text that match, as HTML in which the words are {@code
   *     <em>}; none unless they were asked for
   */
  public record Hit(Chunk chunk, Optional<Float> score, List<String> highlights) {}
}
