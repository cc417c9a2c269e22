package dev.headroom.cleanup.api;

import dev.headroom.aws.Outage;
import dev.headroom.http.HttpFunction;
import dev.headroom.http.PrimingRequest;
import java.util.List;
import java.util.Map;

/** The entry of the clean-up function. */
public final class CleanupApi extends HttpFunction {
  /** As Lambda makes it. */
  public CleanupApi() {
    this(System.getenv());
  }

  public CleanupApi(Map<String, String> environment) {
    var wired = CleanupWiring.of(environment);
    super(wired.routes(), environment, Outage::of, wired.limiter());
    readyForSnapStart();
  }

  /** A run that nobody has, and a schedule that cannot be. */
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
