package dev.headroom.search.api;

import dev.headroom.http.HttpFunction;
import dev.headroom.http.PrimingRequest;
import java.util.List;
import java.util.Map;

/** The entry of the search function. */
public final class SearchApi extends HttpFunction {
  /** Creates the function from the environment, as Lambda does. */
  public SearchApi() {
    this(System.getenv());
  }

  public SearchApi(Map<String, String> environment) {
    super(SearchWiring.of(environment), environment);
    readyForSnapStart();
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
