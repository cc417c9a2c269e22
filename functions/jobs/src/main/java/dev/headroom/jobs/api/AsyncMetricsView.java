package dev.headroom.jobs.api;

import dev.headroom.jobs.statistics.QueueStatisticsView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Queue statistics as SommOS's clients see them. What is not known is null, never 0.
 *
 * @param queueSize queued and running jobs
 * @param averageProcessingTime of the completed jobs that are kept, in milliseconds
 * @param successRate completed among completed and failed, in percent
 * @param throughput completed jobs a second, lately
 * @param timestamp epoch milliseconds
 */
record AsyncMetricsView(
    long totalJobs,
    long queuedJobs,
    long runningJobs,
    long completedJobs,
    long failedJobs,
    long cancelledJobs,
    long queueSize,
    @Nullable Double averageProcessingTime,
    @Nullable Double successRate,
    double throughput,
    double workerUtilization,
    long timestamp) {

  static AsyncMetricsView of(QueueStatisticsView jobs, Instant now) {
    Double seconds = jobs.avgProcessingTimeSeconds();
    long ended = jobs.completedJobs() + jobs.failedJobs();
    return new AsyncMetricsView(
        jobs.totalJobs(),
        jobs.pendingJobs(),
        jobs.runningJobs(),
        jobs.completedJobs(),
        jobs.failedJobs(),
        jobs.cancelledJobs(),
        jobs.queueDepth(),
        seconds == null ? null : seconds * 1_000,
        ended == 0 ? null : Math.round(10_000.0 * jobs.completedJobs() / ended) / 100.0,
        jobs.throughputPerSecond().lastMinute(),
        jobs.workerUtilization(),
        now.toEpochMilli());
  }
}
