package dev.headroom.cache.api;

import static dev.headroom.http.Scope.READ;
import static dev.headroom.http.Scope.WRITE;
import static dev.headroom.limits.RouteGroup.CACHE;

import dev.headroom.dialect.Dialect;
import dev.headroom.http.Routes;

/** The routes of the cache function. */
final class CacheRoutes {
  private CacheRoutes() {}

  static Routes of(
      EntryEndpoints entries,
      InvalidationEndpoints invalidation,
      StatisticsEndpoints statistics,
      SommosEndpoints sommos) {
    return Routes.in(Dialect.V1)
        .limitedBy(CACHE)
        .get("/cache/stats", READ, statistics::statistics)
        .delete("/cache/stats", WRITE, statistics::reset)
        .get("/cache/memory", READ, statistics::memory)
        .get("/cache/entries/{key}", READ, entries::get)
        .put("/cache/entries/{key}", WRITE, PutRequest.class, entries::put)
        .delete("/cache/entries/{key}", WRITE, entries::delete)
        .post("/cache/entries/batch-get", READ, BatchGetRequest.class, entries::batchGet)
        .post("/cache/entries/batch-set", WRITE, BatchSetRequest.class, entries::batchSet)
        .post("/cache/invalidate", WRITE, InvalidateRequest.class, invalidation::invalidate)
        .post("/cache/clear", WRITE, invalidation::clear)
        .and(
            Routes.in(Dialect.SOMMOS)
                .limitedBy(CACHE)
                .get("/cache/stats", READ, sommos::statistics)
                .post("/cache/set", WRITE, SommosSetRequest.class, sommos::set)
                .get("/cache/get/{key}", READ, sommos::get)
                .delete("/cache/clear", WRITE, invalidation::clear));
  }
}
