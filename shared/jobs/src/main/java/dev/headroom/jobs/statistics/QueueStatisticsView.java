package dev.headroom.jobs.statistics;

import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Queue statistics as clients see them. A value that is not known is null, never 0.
 *
 * @param totalJobs how many jobs are kept
 * @param avgProcessingTimeSeconds the mean of the completed jobs that are kept; null when there are
 *     none
 * @param avgProcessingTimeReason why there is no mean; null when there is one
 * @param processingTimeSeconds percentiles of the same jobs
 * @param queueDepth how many jobs are pending or running
 * @param workerUtilization the share of all worker slots that the tenant's running jobs take, 0 to
 *     1
 * @param throughputPerSecond rates of completed jobs
 * @param asOf when the latest change was made that is counted; null when there was none
 */
public record QueueStatisticsView(
    long pendingJobs,
    long runningJobs,
    long completedJobs,
    long failedJobs,
    long cancelledJobs,
    long totalJobs,
    @Nullable Double avgProcessingTimeSeconds,
    @Nullable String avgProcessingTimeReason,
    @Nullable Percentiles processingTimeSeconds,
    long queueDepth,
    double workerUtilization,
    Throughput throughputPerSecond,
    Map<Priority, PriorityView> byPriority,
    @Nullable Instant asOf) {

  /** Percentiles in seconds, each to within 2 %. */
  public record Percentiles(double p50, double p90, double p95, double p99) {
    private static @Nullable Percentiles of(DurationSketch times) {
      return times.count() == 0
          ? null
          : new Percentiles(
              percentile(times, 0.5),
              percentile(times, 0.9),
              percentile(times, 0.95),
              percentile(times, 0.99));
    }

    private static double percentile(DurationSketch times, double share) {
      return times.percentile(share).map(QueueStatisticsView::seconds).orElseThrow();
    }
  }

  /** Rates over the last minute or two, and over the last hour. */
  public record Throughput(double lastMinute, double lastHour) {
    private static Throughput of(QueueStatistics.Throughput throughput) {
      return new Throughput(rounded(throughput.lastMinute()), rounded(throughput.lastHour()));
    }
  }

  /**
   * Statistics of the jobs of one priority.
   *
   * @param scheduledJobs how many of the pending jobs are in no queue yet, because their time is
   *     far off
   * @param oldestAgeSeconds the age of the oldest job in the queue; null when there is none
   */
  public record PriorityView(
      long pendingJobs,
      long scheduledJobs,
      long runningJobs,
      @Nullable Double oldestAgeSeconds,
      @Nullable Double avgProcessingTimeSeconds,
      @Nullable Percentiles processingTimeSeconds,
      Throughput throughputPerSecond) {

    private static PriorityView of(QueueStatistics.OfPriority jobs, Instant readAt) {
      Optional<Double> age =
          jobs.oldestWaiting().map(oldest -> seconds(Duration.between(oldest, readAt)));
      return new PriorityView(
          jobs.of(QueueState.PENDING) + jobs.of(QueueState.SCHEDULED),
          jobs.of(QueueState.SCHEDULED),
          jobs.of(QueueState.RUNNING),
          age.orElse(null),
          jobs.processingTimes().average().map(QueueStatisticsView::seconds).orElse(null),
          Percentiles.of(jobs.processingTimes()),
          Throughput.of(jobs.throughput()));
    }
  }

  /**
   * Returns the view of some statistics.
   *
   * @param workerSlots how many jobs can run at the same time, over all priorities
   */
  public static QueueStatisticsView of(QueueStatistics statistics, int workerSlots) {
    long pending = statistics.of(JobStatus.PENDING);
    long running = statistics.of(JobStatus.RUNNING);
    DurationSketch times = statistics.processingTimes();
    Map<Priority, PriorityView> byPriority = new EnumMap<>(Priority.class);
    statistics
        .byPriority()
        .forEach(
            (priority, jobs) ->
                byPriority.put(priority, PriorityView.of(jobs, statistics.readAt())));
    return new QueueStatisticsView(
        pending,
        running,
        statistics.of(JobStatus.COMPLETED),
        statistics.of(JobStatus.FAILED),
        statistics.of(JobStatus.CANCELLED),
        statistics.total(),
        times.average().map(QueueStatisticsView::seconds).orElse(null),
        times.count() > 0 ? null : "No completed job is kept.",
        Percentiles.of(times),
        pending + running,
        rounded(Math.min(1, (double) running / workerSlots)),
        Throughput.of(statistics.throughput()),
        byPriority,
        statistics.asOf().orElse(null));
  }

  private static double rounded(double value) {
    return Math.round(10_000 * value) / 10_000.0;
  }

  /** Returns seconds to the millisecond, never negative, since two machines' clocks may differ. */
  private static double seconds(Duration duration) {
    return Math.max(0, Math.round(duration.toNanos() / 1e6)) / 1_000.0;
  }
}
