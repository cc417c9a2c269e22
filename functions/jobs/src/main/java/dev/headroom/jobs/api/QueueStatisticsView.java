package dev.headroom.jobs.api;

import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.Priority;
import dev.headroom.jobs.QueueStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Queue statistics as clients see them.
 *
 * @param queueDepth pending and running jobs
 * @param workerUtilization the share of all worker slots that the tenant's running jobs take, 0..1
 * @param avgProcessingTimeSeconds null while no job has completed
 */
record QueueStatisticsView(
    long pendingJobs,
    long runningJobs,
    long completedJobs,
    long failedJobs,
    long cancelledJobs,
    long totalJobs,
    @Nullable Double avgProcessingTimeSeconds,
    @Nullable String avgProcessingTimeReason,
    long queueDepth,
    double workerUtilization,
    Map<Priority, WaitingView> byPriority,
    Instant asOf) {

  /**
   * The jobs that wait at one priority.
   *
   * @param oldestAgeSeconds null when none waits
   */
  record WaitingView(long pendingJobs, @Nullable Double oldestAgeSeconds) {}

  static QueueStatisticsView of(QueueStatistics statistics, int workerConcurrency) {
    long pending = statistics.of(JobStatus.PENDING);
    long running = statistics.of(JobStatus.RUNNING);
    Map<Priority, WaitingView> byPriority = new EnumMap<>(Priority.class);
    statistics
        .pending()
        .forEach(
            (priority, waiting) ->
                byPriority.put(
                    priority,
                    new WaitingView(
                        waiting.jobs(),
                        waiting
                            .oldestCreatedAt()
                            .map(oldest -> seconds(Duration.between(oldest, statistics.asOf())))
                            .orElse(null))));
    return new QueueStatisticsView(
        pending,
        running,
        statistics.of(JobStatus.COMPLETED),
        statistics.of(JobStatus.FAILED),
        statistics.of(JobStatus.CANCELLED),
        statistics.total(),
        statistics.averageProcessingTime().map(QueueStatisticsView::seconds).orElse(null),
        statistics.averageProcessingTime().isPresent() ? null : "No job has completed yet.",
        pending + running,
        Math.round(10_000.0 * running / workerConcurrency) / 10_000.0,
        byPriority,
        statistics.asOf());
  }

  private static double seconds(Duration duration) {
    return Math.max(0, duration.toMillis()) / 1_000.0; // clocks of two machines may differ
  }
}
