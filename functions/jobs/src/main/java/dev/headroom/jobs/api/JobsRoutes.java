package dev.headroom.jobs.api;

import static dev.headroom.http.Scope.READ;
import static dev.headroom.http.Scope.WRITE;
import static dev.headroom.limits.RouteGroup.JOBS;
import static dev.headroom.limits.RouteGroup.STATUS;

import dev.headroom.dialect.Dialect;
import dev.headroom.http.Routes;

/** What the jobs function answers. */
final class JobsRoutes {
  private JobsRoutes() {}

  static Routes of(JobsEndpoints jobs, AsyncJobEndpoints async, QueueEndpoints queue) {
    return Routes.in(Dialect.V1)
        .limitedBy(JOBS)
        .post("/jobs/submit", WRITE, SubmitRequest.class, jobs::submit)
        .post("/jobs/submit/batch", WRITE, SubmitBatchRequest.class, jobs::submitBatch)
        .get("/jobs", READ, jobs::list)
        .get("/jobs/types", READ, jobs::types)
        .get("/jobs/queue/stats", READ, queue::statistics)
        .get("/jobs/{id}", READ, STATUS, jobs::get)
        .get("/jobs/{id}/result", READ, STATUS, jobs::result)
        .delete("/jobs/{id}", WRITE, jobs::cancel)
        .post("/jobs/{id}/retry", WRITE, jobs::retry)
        .and(
            Routes.in(Dialect.SOMMOS)
                .limitedBy(JOBS)
                .post("/async/job", WRITE, AsyncJobRequest.class, async::submit)
                .get("/async/job/{jobId}", READ, STATUS, async::get)
                .delete("/async/job/{jobId}", WRITE, async::cancel)
                .get("/async/metrics", READ, queue::metrics));
  }
}
