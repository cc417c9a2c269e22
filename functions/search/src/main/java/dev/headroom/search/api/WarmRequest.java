package dev.headroom.search.api;

import dev.headroom.cache.TenantCaches;
import dev.headroom.errors.HeadroomException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /cache/warm}.
 *
 * @param keys the keys of entries to load
 * @param top how many of the most frequently requested entries to load, 0 to 100; 20 when absent
 * @param namespace the namespace; when absent, the most frequent entries of all namespaces of the
 *     tenant are loaded, and the keys of {@link TenantCaches#USUAL}
 */
record WarmRequest(@Nullable List<String> keys, @Nullable Integer top, @Nullable String namespace) {
  private static final int MAX = 100;
  private static final int USUAL_TOP = 20;

  WarmRequest {
    if (keys != null && keys.size() > MAX) {
      throw new HeadroomException.Invalid(
          "keys", "must have at most %d keys; got %d".formatted(MAX, keys.size()));
    }
    if (keys != null && keys.contains(null)) {
      throw new HeadroomException.Invalid("keys", "must be strings; one is null");
    }
    if (top != null && (top < 0 || top > MAX)) {
      throw new HeadroomException.Invalid(
          "top", "must be from 0 to %d; got %d".formatted(MAX, top));
    }
  }

  List<String> named() {
    return keys == null ? List.of() : keys;
  }

  int atMost() {
    return top == null ? USUAL_TOP : top;
  }
}
