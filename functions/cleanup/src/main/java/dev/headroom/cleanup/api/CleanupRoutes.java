package dev.headroom.cleanup.api;

import static dev.headroom.http.Scope.READ;
import static dev.headroom.http.Scope.WRITE;
import static dev.headroom.limits.RouteGroup.CLEANUP;

import dev.headroom.dialect.Dialect;
import dev.headroom.http.Routes;

/** The routes of the clean-up API. */
final class CleanupRoutes {
  private CleanupRoutes() {}

  static Routes of(RunEndpoints runs, ScheduleEndpoints schedules, AdviceEndpoints advice) {
    return Routes.in(Dialect.V1)
        .limitedBy(CLEANUP)
        .postMaybe("/cleanup/run", WRITE, RunRequest.class, runs::run)
        .get("/cleanup/runs", READ, runs::list)
        .get("/cleanup/runs/{id}", READ, runs::get)
        .get("/cleanup/stats", READ, runs::statistics)
        .get("/cleanup/schedules", READ, schedules::list)
        .post("/cleanup/schedules", WRITE, ScheduleRequest.class, schedules::add)
        .delete("/cleanup/schedules/{name}", WRITE, schedules::remove)
        .get("/cleanup/optimize", READ, advice::optimize);
  }
}
