package dev.headroom.search.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.errors.HeadroomException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /search/chunks}.
 *
 * @param chunks JSON objects that are read as a {@link ChunkRequest} one by one, so that only the
 *     invalid ones are rejected
 */
record PutChunksRequest(List<JsonNode> chunks) {
  private static final int MAX = 1_000;

  PutChunksRequest(@Nullable List<JsonNode> chunks) {
    if (chunks == null || chunks.isEmpty() || chunks.size() > MAX) {
      throw new HeadroomException.Invalid(
          "chunks",
          "must be 1 to %,d chunks; got %,d".formatted(MAX, chunks == null ? 0 : chunks.size()));
    }
    this.chunks = List.copyOf(chunks);
  }
}
