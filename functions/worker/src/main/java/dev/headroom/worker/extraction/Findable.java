package dev.headroom.worker.extraction;

import dev.headroom.errors.HeadroomException;
import dev.headroom.search.Chunk;
import dev.headroom.search.IsoTime;
import dev.headroom.worker.extraction.ExtractionResult.MatchedChunk;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts the chunks of an extraction to chunks that search accepts, whatever they contain. */
final class Findable {
  private Findable() {}

  /**
   * Returns the chunk as search stores it.
   *
   * @param now the creation time when the document has none, or one that does not exist
   */
  static Chunk of(MatchedChunk found, Instant now) {
    return new Chunk(
        found.chunkId(),
        Optional.of(wellFormed(found.documentId())),
        Optional.ofNullable(found.documentTitle()).map(Findable::wellFormed),
        wellFormed(found.chunkText()),
        categories(found),
        found.confidenceScore(),
        time(found.createdAt(), now));
  }

  /** Returns the best categories, as many as a chunk may have. */
  private static List<String> categories(MatchedChunk found) {
    return found.categoriesMatched().stream()
        .map(Findable::wellFormed)
        .limit(Chunk.MAX_CATEGORIES)
        .toList();
  }

  /** Replaces each lone surrogate by a question mark, as every encoding to UTF-8 does. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** Returns the time, or now when there is none: the schema allows the 30th of February. */
  private static Instant time(@Nullable String createdAt, Instant now) {
    try {
      return createdAt == null ? now : IsoTime.from("created_at", createdAt);
    } catch (HeadroomException.Invalid _) {
      return now;
    }
  }
}
