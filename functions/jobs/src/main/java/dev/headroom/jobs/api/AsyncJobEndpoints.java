package dev.headroom.jobs.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.dialect.Dialect;
import dev.headroom.http.Request;
import dev.headroom.http.Response;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobTypes;
import dev.headroom.jobs.client.Jobs;
import dev.headroom.jobs.results.JobResults;

/** Reads requests of the SommOS dialect, asks {@link Jobs}, writes answers. */
final class AsyncJobEndpoints {
  /** Items of a result's long array in one answer; it also ends before it gets too large. */
  private static final int MAX_ITEMS = 10_000;

  private final Jobs jobs;
  private final JobTypes types;
  private final JobResults results;

  AsyncJobEndpoints(Jobs jobs, JobTypes types, JobResults results) {
    this.jobs = jobs;
    this.types = types;
    this.results = results;
  }

  record Told(String jobId, String status) {}

  Response submit(Request request, AsyncJobRequest body) {
    Job job =
        jobs.submit(request.caller().tenant(), body.wish(types, request.header("idempotency-key")));
    return Response.accepted(
        Dialect.SOMMOS.base() + "/async/job/" + job.id(), new Told(job.id(), "queued"));
  }

  Response get(Request request) {
    Job job = jobs.get(id(request), JobsEndpoints.viewer(request));
    int limit = request.integer("limit", MAX_ITEMS, 1, MAX_ITEMS);
    ObjectNode result =
        job.status() == JobStatus.COMPLETED
            ? results.page(job, limit, request.query("cursor"))
            : null;
    return Response.ok(AsyncJobView.of(job, result));
  }

  Response cancel(Request request) {
    Job job = jobs.cancel(id(request), JobsEndpoints.viewer(request));
    return Response.ok(new Told(job.id(), "cancelled"));
  }

  private static String id(Request request) {
    return request.pathParameter("jobId");
  }
}
