package dev.headroom.cleanup.api;

import dev.headroom.http.HttpFunction;
import dev.headroom.http.PrimingRequest;
import java.util.List;
import java.util.Map;

/** The handler of the clean-up API. */
public final class CleanupApi extends HttpFunction {
  /** Creates the handler with the environment of the process, as Lambda does. */
  public CleanupApi() {
    this(System.getenv());
  }

  public CleanupApi(Map<String, String> environment) {
    super(CleanupWiring.of(environment), environment);
    readyForSnapStart();
  }

  /** Returns requests that change nothing: a run that no tenant has, and an invalid schedule. */
  @Override
  protected List<PrimingRequest> primingRequests() {
    return List.of(
        new PrimingRequest(
            "GET /api/v1/performance/cleanup/runs/{id}",
            Map.of("id", "cleanup_" + "0".repeat(32)),
            ""),
        new PrimingRequest(
            "POST /api/v1/performance/cleanup/schedules", Map.of(), "{\"name\": \"\"}"));
  }
}
