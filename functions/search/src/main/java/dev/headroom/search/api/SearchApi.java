package dev.headroom.search.api;

import dev.headroom.aws.Outage;
import dev.headroom.cache.statistics.CacheStatistics;
import dev.headroom.http.HttpFunction;
import dev.headroom.http.PrimingRequest;
import java.util.List;
import java.util.Map;

/** The entry of the search function. */
public final class SearchApi extends HttpFunction {
  private final CacheStatistics statistics;

  /** Creates the function from the environment, as Lambda does. */
  public SearchApi() {
    this(System.getenv());
  }

  public SearchApi(Map<String, String> environment) {
    var wired = SearchWiring.of(environment);
    super(wired.routes(), environment, Outage::of, wired.limiter());
    this.statistics = wired.statistics();
    readyForSnapStart();
  }

  /** The process may be frozen next: what it counted is told first. */
  @Override
  protected void afterInvocation() {
    statistics.flush();
  }

  /** Returns a search without results, a taxonomy that does not exist, and an invalid chunk. */
  @Override
  protected List<PrimingRequest> primingRequests() {
    return List.of(
        new PrimingRequest("GET /api/v1/performance/search/paginated", Map.of(), ""),
        new PrimingRequest("GET /api/v1/performance/taxonomies/{id}", Map.of("id", "priming"), ""),
        new PrimingRequest(
            "POST /api/v1/performance/search/chunks",
            Map.of(),
            "{\"chunks\": [{\"chunk_text\": \"\", \"created_at\": \"2026-11-20\"}]}"));
  }
}
