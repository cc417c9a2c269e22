package dev.headroom.cache.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.errors.HeadroomException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /cache/entries/batch-set}.
 *
 * @param entries each what a PUT takes, and its key; read one by one, so that one at fault is
 *     rejected alone
 */
record BatchSetRequest(List<JsonNode> entries, @Nullable String namespace) {
  BatchSetRequest(@Nullable List<JsonNode> entries, @Nullable String namespace) {
    int max = BatchGetRequest.MAX;
    if (entries == null || entries.isEmpty() || entries.size() > max) {
      throw new HeadroomException.Invalid(
          "entries",
          "must be 1 to %d entries; got %d".formatted(max, entries == null ? 0 : entries.size()));
    }
    this.entries = List.copyOf(entries);
    this.namespace = namespace;
  }
}
