package dev.headroom.search.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cache.Cache;
import dev.headroom.cache.TenantCaches;
import dev.headroom.cache.entry.Key;
import dev.headroom.cache.statistics.CacheStatistics;
import dev.headroom.http.Request;
import dev.headroom.http.Response;
import dev.headroom.index.reading.IndexReaders;
import dev.headroom.index.reading.IndexView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Warms the cache: loads entries into this process's memory, and repeats the most frequent searches
 * when the index has changed since. It is part of the search function, because only that can
 * search.
 */
final class WarmEndpoints {
  private final TenantCaches namespaces;
  private final CacheStatistics statistics;
  private final IndexReaders readers;
  private final CachedSearch search;

  WarmEndpoints(
      TenantCaches namespaces,
      CacheStatistics statistics,
      IndexReaders readers,
      CachedSearch search) {
    this.namespaces = namespaces;
    this.statistics = statistics;
    this.readers = readers;
    this.search = search;
  }

  record Warmed(String message, List<EntryName> warmed, List<EntryName> missing) {}

  record EntryName(String namespace, String key) {}

  Response warm(Request request, WarmRequest body) {
    var warmed = new ArrayList<EntryName>();
    var missing = new ArrayList<EntryName>();
    String tenant = request.caller().tenant();
    Optional<String> namespace =
        Optional.ofNullable(body.namespace()).or(() -> request.query("namespace"));
    if (!body.named().isEmpty()) {
      warm(namespaces.cache(tenant, namespace), body.named(), warmed, missing);
    }
    if (body.atMost() > 0) {
      for (Cache<JsonNode> cache : namespaces.all(tenant, namespace)) {
        List<String> top = statistics.mostAsked(tenant, cache.namespace(), body.atMost());
        warm(cache, renewed(tenant, cache, top), warmed, missing);
      }
    }
    return Response.ok(new Warmed("Loaded %d entries".formatted(warmed.size()), warmed, missing));
  }

  /** Repeats the most frequent searches and returns their current keys. */
  private List<String> renewed(String tenant, Cache<JsonNode> cache, List<String> names) {
    if (!cache.namespace().equals(CachedSearch.NAMESPACE)) {
      return names;
    }
    try (IndexView index = readers.open(tenant)) {
      return names.stream().map(name -> search.renewed(tenant, index, name)).distinct().toList();
    }
  }

  private static void warm(
      Cache<JsonNode> cache, List<String> names, List<EntryName> warmed, List<EntryName> missing) {
    List<Key> keys = names.stream().map(cache::key).toList();
    Set<Key> found = cache.entries(keys).keySet();
    for (Key key : keys) {
      (found.contains(key) ? warmed : missing).add(new EntryName(cache.namespace(), key.name()));
    }
  }
}
