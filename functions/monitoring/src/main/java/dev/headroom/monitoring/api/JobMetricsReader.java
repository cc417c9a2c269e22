package dev.headroom.monitoring.api;

import dev.headroom.aws.Outage;
import dev.headroom.jobs.statistics.EndedCounts;
import dev.headroom.jobs.statistics.JobEpoch;
import dev.headroom.jobs.statistics.JobEpochs;
import dev.headroom.jobs.statistics.QueueStatisticsReads;
import dev.headroom.jobs.statistics.QueueStatisticsView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads the metrics of a tenant's jobs: their present states, and how they ended since the last
 * reset.
 */
final class JobMetricsReader {
  static final String NO_ANSWER =
      "The database does not answer. Its numbers are shown again when it does.";

  private final QueueStatisticsReads queue;
  private final JobEpochs epochs;

  JobMetricsReader(QueueStatisticsReads queue, JobEpochs epochs) {
    this.queue = queue;
    this.epochs = epochs;
  }

  /**
   * The jobs' part of the metrics. What is not known is null, never 0.
   *
   * @param completedJobs since {@code since}, whether they are still kept or not; likewise those
   *     that failed and were cancelled
   * @param avgProcessingTimeSeconds of those that completed; null when none did
   * @param epoch how often the metrics were reset; {@code since} is the last time, null when never
   * @param asOf when the latest change was made that is counted in; null when there was none
   * @param unknown why there are no numbers, when the database does not answer
   */
  record Metrics(
      @Nullable Long pendingJobs,
      @Nullable Long runningJobs,
      @Nullable Long completedJobs,
      @Nullable Long failedJobs,
      @Nullable Long cancelledJobs,
      @Nullable Double avgProcessingTimeSeconds,
      @Nullable String avgProcessingTimeReason,
      @Nullable Long queueDepth,
      @Nullable Double workerUtilization,
      @Nullable Long epoch,
      @Nullable Instant since,
      @Nullable Instant asOf,
      @Nullable String unknown) {

    private static final Metrics UNKNOWN =
        new Metrics(
            null, null, null, null, null, null, NO_ANSWER, null, null, null, null, null, NO_ANSWER);

    private static Metrics of(QueueStatisticsView queue, JobEpoch epoch) {
      EndedCounts jobs = epoch.jobs();
      return new Metrics(
          queue.pendingJobs(),
          queue.runningJobs(),
          jobs.completed(),
          jobs.failed(),
          jobs.cancelled(),
          average(jobs),
          jobs.completed() > 0 ? null : noneCompleted(epoch),
          queue.queueDepth(),
          queue.workerUtilization(),
          epoch.number(),
          epoch.began().orElse(null),
          queue.asOf(),
          null);
    }

    private static String noneCompleted(JobEpoch epoch) {
      return epoch.began().isPresent()
          ? "No job has completed since the last reset."
          : "No job has completed yet.";
    }
  }

  /** An epoch that a reset has ended. */
  record Ended(
      long epoch,
      @Nullable Instant beganAt,
      Instant endedAt,
      long completedJobs,
      long failedJobs,
      long cancelledJobs,
      @Nullable Double avgProcessingTimeSeconds) {}

  /**
   * The queue's part is up to a second old, as everywhere; the rest is of this instant, so that
   * whoever was told of a reset sees it.
   */
  Metrics metrics(String tenant) {
    try {
      return Metrics.of(queue.of(tenant), epochs.of(tenant));
    } catch (RuntimeException e) {
      if (Outage.of(e).isPresent()) {
        return Metrics.UNKNOWN;
      }
      throw e;
    }
  }

  Ended reset(String tenant) {
    JobEpoch ended = epochs.end(tenant);
    EndedCounts jobs = ended.jobs();
    return new Ended(
        ended.number(),
        ended.began().orElse(null),
        ended.readAt(),
        jobs.completed(),
        jobs.failed(),
        jobs.cancelled(),
        average(jobs));
  }

  private static @Nullable Double average(EndedCounts jobs) {
    return jobs.averageProcessingTime().map(time -> time.toMillis() / 1_000.0).orElse(null);
  }
}
