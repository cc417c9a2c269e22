package dev.headroom.cache.api;

import dev.headroom.http.HttpFunction;
import dev.headroom.http.PrimingRequest;
import java.util.List;
import java.util.Map;

/** The entry of the cache function. */
public final class CacheApi extends HttpFunction {
  /** Lambda calls this constructor. */
  public CacheApi() {
    this(System.getenv());
  }

  public CacheApi(Map<String, String> environment) {
    super(CacheWiring.of(environment), environment);
    readyForSnapStart();
  }

  /** An entry that nobody has, and one that cannot be. */
  @Override
  protected List<PrimingRequest> primingRequests() {
    return List.of(
        new PrimingRequest(
            "GET /api/v1/performance/cache/entries/{key}", Map.of("key", "priming"), ""),
        new PrimingRequest(
            "PUT /api/v1/performance/cache/entries/{key}",
            Map.of("key", "priming"),
            "{\"value\": 0, \"ttl_seconds\": 0}"));
  }
}
