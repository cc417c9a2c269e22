package dev.headroom.jobs.api;

import dev.headroom.http.Request;
import dev.headroom.http.Response;
import dev.headroom.jobs.JobStatistics;
import dev.headroom.jobs.QueueStatistics;

/** Says how a tenant's jobs stand, in both dialects. */
final class QueueEndpoints {
  private final JobStatistics statistics;
  private final int workerSlots;

  /**
   * @param workerSlots how many jobs can run at the same time, over all priorities
   */
  QueueEndpoints(JobStatistics statistics, int workerSlots) {
    this.statistics = statistics;
    this.workerSlots = workerSlots;
  }

  Response statistics(Request request) {
    return Response.ok(QueueStatisticsView.of(read(request), workerSlots));
  }

  Response metrics(Request request) {
    QueueStatistics read = read(request);
    return Response.ok(
        AsyncMetricsView.of(QueueStatisticsView.of(read, workerSlots), read.readAt()));
  }

  private QueueStatistics read(Request request) {
    return statistics.of(JobsEndpoints.tenant(request));
  }
}
