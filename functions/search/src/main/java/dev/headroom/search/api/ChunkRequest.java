package dev.headroom.search.api;

import static java.util.Objects.requireNonNullElse;

import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import dev.headroom.search.Chunk;
import dev.headroom.search.IsoTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One of the chunks to be stored.
 *
 * @param chunkId the id; one is generated when it is absent
 * @param categoriesMatched the categories; none when absent
 * @param confidenceScore the confidence, 0 to 1; 1 when absent
 * @param createdAt a date, or a date and time; now when absent
 */
record ChunkRequest(
    @Nullable String chunkId,
    @Nullable String documentId,
    @Nullable String title,
    @Nullable String chunkText,
    @Nullable List<String> categoriesMatched,
    @Nullable Double confidenceScore,
    @Nullable String createdAt) {

  /**
   * Returns the chunk.
   *
   * @throws HeadroomException.Invalid naming all fields that are invalid
   */
  Chunk chunk(Supplier<String> newId, Instant now) {
    Instant at;
    try {
      at = createdAt == null ? now : IsoTime.from("created_at", createdAt);
    } catch (HeadroomException.Invalid noTime) {
      throw new HeadroomException.Invalid(
          Stream.concat(faultsBesides(newId, now).stream(), noTime.errors().stream()).toList());
    }
    return created(newId, at);
  }

  private List<FieldError> faultsBesides(Supplier<String> newId, Instant now) {
    try {
      var _ = created(newId, now);
      return List.of();
    } catch (HeadroomException.Invalid others) {
      return others.errors();
    }
  }

  private Chunk created(Supplier<String> newId, Instant at) {
    return new Chunk(
        chunkId == null ? newId.get() : chunkId,
        Optional.ofNullable(documentId),
        Optional.ofNullable(title),
        requireNonNullElse(chunkText, ""),
        requireNonNullElse(categoriesMatched, List.of()),
        requireNonNullElse(confidenceScore, 1.0),
        at);
  }
}
