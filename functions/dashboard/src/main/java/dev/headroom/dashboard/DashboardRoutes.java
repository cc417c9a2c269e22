package dev.headroom.dashboard;

import static dev.headroom.http.Scope.OPEN;

import dev.headroom.dialect.Dialect;
import dev.headroom.http.Routes;

/** What the dashboard function answers. */
final class DashboardRoutes {
  private DashboardRoutes() {}

  static Routes of(DashboardEndpoints dashboard) {
    return Routes.in(Dialect.V1)
        .get("/health", OPEN, dashboard::health)
        .getRoot("/health", OPEN, dashboard::health)
        .get("/openapi.json", OPEN, dashboard::openApi)
        .getRoot("/openapi.json", OPEN, dashboard::openApi)
        .otherwise(dashboard::notFound);
  }
}
