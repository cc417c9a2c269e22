package dev.headroom.cache.example;

import dev.headroom.cache.Cache;
import dev.headroom.cache.CacheClient;
import dev.headroom.cache.CacheResult;
import dev.headroom.cache.CorrelationCache;
import dev.headroom.cache.entry.DataKind;
import dev.headroom.cache.entry.EntryOptions;
import dev.headroom.cache.entry.KeyTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

final class Sessions {
  record Hits(List<String> titles) {}

  interface Database {
    Hits search(long sessionId);

    Hits page(long sessionId, int page);

    void update(long sessionId, String query);

    double correlate(String one, String other);
  }

  private final Database database;
  private final Cache<Hits> cache;
  private final Function<Long, Hits> results;
  private final KeyTemplate pages;
  private final CorrelationCache<Double> correlations;

  Sessions(CacheClient caches, Database database) {
    this.database = database;
    this.cache = caches.cache("search", Hits.class);
    this.results =
        cache.cached("search:results:{session_id}", DataKind.SEARCH_RESULTS, database::search);
    this.pages =
        cache.template(
            "search:pages:{session_id}:{page}",
            EntryOptions.of(Duration.ofMinutes(10)).withStaleFor(Duration.ofHours(1)));
    this.correlations =
        new CorrelationCache<>(
            caches.cache("correlations", Double.class), EntryOptions.of(Duration.ofHours(1)));
  }

  /** Loaded once in the fleet, however many ask. */
  Hits results(long session) {
    return results.apply(session);
  }

  /** Served for up to an hour more while the database is down. */
  Hits page(long session, int page) {
    return cache.getOrLoad(pages.key(session, page), () -> database.page(session, page));
  }

  /** One write for whatever was cached of the session. */
  void update(long session, String query) {
    database.update(session, query);
    cache.invalidateTags(KeyTemplate.tag("session_id", session));
  }

  /** The same pair in either order. */
  double correlation(String one, String other) {
    return correlations.getOrLoad(one, other, () -> database.correlate(one, other));
  }

  /** Returns the hits of a page; {@code isHit()} and {@code source()} say where they came from. */
  CacheResult<Hits> pageWithSource(long session, int page) {
    return cache.getOrLoadWithSource(pages.key(session, page), () -> database.page(session, page));
  }

  static Sessions connect(Map<String, String> environment, Database database) {
    return new Sessions(CacheClient.connect("acme", environment), database);
  }
}
