package dev.headroom.jobs.api;

import static dev.headroom.http.Scope.READ;
import static dev.headroom.http.Scope.WRITE;

import dev.headroom.http.Dialect;
import dev.headroom.http.Routes;

/** What the jobs function answers. */
final class JobsRoutes {
  private JobsRoutes() {}

  static Routes of(JobsEndpoints jobs) {
    return Routes.in(Dialect.V1)
        .post("/jobs/submit", WRITE, SubmitRequest.class, jobs::submit)
        .get("/jobs", READ, jobs::list)
        .get("/jobs/types", READ, jobs::types)
        .get("/jobs/queue/stats", READ, jobs::queueStatistics)
        .get("/jobs/{id}", READ, jobs::get)
        .get("/jobs/{id}/result", READ, jobs::result)
        .delete("/jobs/{id}", WRITE, jobs::cancel);
  }
}
