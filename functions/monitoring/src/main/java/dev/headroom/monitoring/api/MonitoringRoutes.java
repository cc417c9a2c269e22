package dev.headroom.monitoring.api;

import static dev.headroom.http.Scope.READ;
import static dev.headroom.http.Scope.WRITE;
import static dev.headroom.limits.RouteGroup.MONITORING;

import dev.headroom.dialect.Dialect;
import dev.headroom.http.Routes;

/** What the monitoring function answers. */
final class MonitoringRoutes {
  private MonitoringRoutes() {}

  static Routes of(MetricsEndpoints metrics) {
    return Routes.in(Dialect.V1)
        .limitedBy(MONITORING)
        .get("/metrics", READ, metrics::metrics)
        .post("/reset", WRITE, metrics::reset)
        // As Compileo's clients ask: below a base that ends with the same word.
        .get("/performance/metrics", READ, metrics::metrics)
        .post("/performance/reset", WRITE, metrics::reset);
  }
}
