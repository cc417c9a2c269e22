package dev.headroom.cache.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cache.Cache;
import dev.headroom.cache.TenantCaches;
import dev.headroom.http.Request;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The caches of whoever makes a request: its body may name a namespace, or else its query. */
final class CallerCaches {
  private final TenantCaches caches;

  CallerCaches(TenantCaches caches) {
    this.caches = caches;
  }

  /** Returns the cache of the namespace that the query names, or else of the usual one. */
  Cache<JsonNode> asked(Request request) {
    return of(request, null);
  }

  /** Returns the cache of the namespace that the body or the query names, or of the usual one. */
  Cache<JsonNode> of(Request request, @Nullable String named) {
    return caches.cache(request.caller().tenant(), namespace(request, named));
  }

  /** Returns the cache of the namespace that is named, or all that the tenant has. */
  List<Cache<JsonNode>> all(Request request, @Nullable String named) {
    return caches.all(request.caller().tenant(), namespace(request, named));
  }

  private static Optional<String> namespace(Request request, @Nullable String named) {
    return Optional.ofNullable(named).or(() -> request.query("namespace"));
  }
}
