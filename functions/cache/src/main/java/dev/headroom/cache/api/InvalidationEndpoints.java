package dev.headroom.cache.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cache.Cache;
import dev.headroom.http.Request;
import dev.headroom.http.Response;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Invalidates many entries by few writes. An answer is an acknowledgement. */
final class InvalidationEndpoints {
  private final CallerCaches namespaces;

  InvalidationEndpoints(CallerCaches namespaces) {
    this.namespaces = namespaces;
  }

  record Invalidated(
      String message, List<String> tags, @Nullable String prefix, List<String> namespaces) {}

  record Cleared(String message, List<String> namespaces) {}

  Response invalidate(Request request, InvalidateRequest body) {
    List<Cache<JsonNode>> where = namespaces.all(request, body.namespace());
    Optional<String> prefix = Optional.ofNullable(body.prefix());
    where.forEach(cache -> cache.invalidate(body.presentTags(), prefix));
    return Response.ok(
        new Invalidated(
            "Cache entries invalidated", body.presentTags(), body.prefix(), names(where)));
  }

  Response clear(Request request) {
    List<Cache<JsonNode>> where = namespaces.all(request, null);
    where.forEach(Cache::clear);
    return Response.ok(new Cleared("All caches cleared successfully", names(where)));
  }

  private static List<String> names(List<Cache<JsonNode>> caches) {
    return caches.stream().map(Cache::namespace).toList();
  }
}
