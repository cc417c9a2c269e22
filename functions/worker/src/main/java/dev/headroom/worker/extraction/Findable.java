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

/** What an extraction has found, as search takes it: whatever there is, it must not be refused. */
final class Findable {
  private Findable() {}

  /**
   * A chunk that search finds.
   *
   * @param now when its document has no time, or none that can be
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

  /** The best of them. */
  private static List<String> categories(MatchedChunk found) {
    return found.categoriesMatched().stream()
        .map(Findable::wellFormed)
        .limit(Chunk.MAX_CATEGORIES)
        .toList();
  }

  /** Half a surrogate pair becomes a question mark, as it does on every way to another program. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** The schema allows the 30th of February. */
  private static Instant time(@Nullable String createdAt, Instant now) {
    try {
      return createdAt == null ? now : IsoTime.from("created_at", createdAt);
    } catch (HeadroomException.Invalid _) {
      return now;
    }
  }
}
