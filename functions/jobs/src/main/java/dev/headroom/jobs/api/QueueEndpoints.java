package dev.headroom.jobs.api;

import dev.headroom.http.Request;
import dev.headroom.http.Response;
import dev.headroom.jobs.statistics.QueueStatisticsReads;
import dev.headroom.jobs.statistics.QueueStatisticsView;
import java.time.InstantSource;

/** Says how a tenant's jobs stand, in both dialects. */
final class QueueEndpoints {
  private final QueueStatisticsReads reads;
  private final InstantSource clock;

  QueueEndpoints(QueueStatisticsReads reads, InstantSource clock) {
    this.reads = reads;
    this.clock = clock;
  }

  Response statistics(Request request) {
    return Response.ok(read(request));
  }

  Response metrics(Request request) {
    return Response.ok(AsyncMetricsView.of(read(request), clock.instant()));
  }

  private QueueStatisticsView read(Request request) {
    return reads.of(JobsEndpoints.tenant(request));
  }
}
