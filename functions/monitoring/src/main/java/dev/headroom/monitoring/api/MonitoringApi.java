package dev.headroom.monitoring.api;

import dev.headroom.http.HttpFunction;
import dev.headroom.http.PrimingRequest;
import java.util.List;
import java.util.Map;

/** The entry of the monitoring function. */
public final class MonitoringApi extends HttpFunction {
  /** As Lambda makes it. */
  public MonitoringApi() {
    this(System.getenv());
  }

  public MonitoringApi(Map<String, String> environment) {
    super(MonitoringWiring.of(environment), environment);
    readyForSnapStart();
  }

  /** All metrics of a tenant. */
  @Override
  protected List<PrimingRequest> primingRequests() {
    return List.of(new PrimingRequest("GET /api/v1/performance/metrics", Map.of(), ""));
  }
}
