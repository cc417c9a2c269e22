package dev.headroom.cache.api;

import dev.headroom.errors.HeadroomException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /cache/entries/batch-get}. */
record BatchGetRequest(List<String> keys, @Nullable String namespace) {
  /** The most entries that one request may be about. */
  static final int MAX = 100;

  BatchGetRequest(@Nullable List<String> keys, @Nullable String namespace) {
    if (keys == null || keys.isEmpty() || keys.size() > MAX) {
      throw new HeadroomException.Invalid(
          "keys", "must be 1 to %d keys; got %d".formatted(MAX, keys == null ? 0 : keys.size()));
    }
    if (keys.contains(null)) {
      throw new HeadroomException.Invalid("keys", "must be strings; one is null");
    }
    this.keys = List.copyOf(keys);
    this.namespace = namespace;
  }
}
