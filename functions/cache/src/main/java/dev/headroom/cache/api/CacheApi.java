package dev.headroom.cache.api;

import dev.headroom.cache.statistics.CacheStatistics;
import dev.headroom.http.HttpFunction;
import dev.headroom.http.PrimingRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The entry of the cache function. */
public final class CacheApi extends HttpFunction {
  private final CacheStatistics statistics;

  /** Lambda calls this constructor. */
  public CacheApi() {
    this(System.getenv());
  }

  public CacheApi(Map<String, String> environment) {
    var wired = CacheWiring.of(environment);
    super(wired.routes(), environment, _ -> Optional.empty(), wired.limiter());
    this.statistics = wired.statistics();
    readyForSnapStart();
  }

  /** Reports what was counted, since the process may be frozen next. */
  @Override
  protected void afterInvocation() {
    statistics.flush();
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
