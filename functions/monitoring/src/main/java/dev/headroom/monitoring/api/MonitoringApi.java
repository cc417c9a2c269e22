package dev.headroom.monitoring.api;

import dev.headroom.aws.Outage;
import dev.headroom.cache.statistics.CacheStatistics;
import dev.headroom.http.HttpFunction;
import dev.headroom.http.PrimingRequest;
import java.util.List;
import java.util.Map;

/** The entry of the monitoring function. */
public final class MonitoringApi extends HttpFunction {
  private final CacheStatistics statistics;

  /** As Lambda makes it. */
  public MonitoringApi() {
    this(System.getenv());
  }

  public MonitoringApi(Map<String, String> environment) {
    var wired = MonitoringWiring.of(environment);
    super(wired.routes(), environment, Outage::of, wired.limiter());
    this.statistics = wired.statistics();
    readyForSnapStart();
  }

  /** The process may be frozen next: what it counted is told first. */
  @Override
  protected void afterInvocation() {
    statistics.flush();
  }

  /** All metrics of a tenant. */
  @Override
  protected List<PrimingRequest> primingRequests() {
    return List.of(new PrimingRequest("GET /api/v1/performance/metrics", Map.of(), ""));
  }
}
