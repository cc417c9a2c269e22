package dev.headroom.jobs.api;

import dev.headroom.http.Request;
import dev.headroom.http.Response;
import dev.headroom.jobs.JobStatistics;
import java.time.InstantSource;

/** Says how a tenant's jobs stand, in both dialects. */
final class QueueEndpoints {
  private final JobStatistics statistics;
  private final JobCaches caches;
  private final int workerSlots;
  private final InstantSource clock;

  /**
   * @param workerSlots how many jobs can run at the same time, over all priorities
   */
  QueueEndpoints(JobStatistics statistics, JobCaches caches, int workerSlots, InstantSource clock) {
    this.statistics = statistics;
    this.caches = caches;
    this.workerSlots = workerSlots;
    this.clock = clock;
  }

  Response statistics(Request request) {
    return Response.ok(read(request));
  }

  Response metrics(Request request) {
    return Response.ok(AsyncMetricsView.of(read(request), clock.instant()));
  }

  private QueueStatisticsView read(Request request) {
    String tenant = JobsEndpoints.tenant(request);
    return caches.statistics(
        tenant, () -> QueueStatisticsView.of(statistics.of(tenant), workerSlots));
  }
}
