package dev.headroom.dashboard;

import dev.headroom.http.HttpFunction;
import dev.headroom.http.HttpParts;
import dev.headroom.http.PrimingRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The entry of the dashboard function. */
public final class Dashboard extends HttpFunction {
  /** As Lambda makes it. */
  public Dashboard() {
    this(System.getenv());
  }

  public Dashboard(Map<String, String> environment) {
    super(
        HttpParts.of(
            DashboardRoutes.of(new DashboardEndpoints(OpenApi.read(), InstantSource.system()))),
        environment);
    readyForSnapStart();
  }

  @Override
  protected List<PrimingRequest> primingRequests() {
    return List.of(
        new PrimingRequest("GET /health", Map.of(), ""),
        new PrimingRequest("GET /openapi.json", Map.of(), ""));
  }
}
