package dev.headroom.monitoring.api;

import dev.headroom.aws.Outage;
import dev.headroom.cleanup.history.CleanupStatistics;
import dev.headroom.cleanup.history.CleanupStatistics.Counted;
import dev.headroom.cleanup.runs.RemovalCounts;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads what clean-up has done for a tenant since the last reset. */
final class CleanupMetricsReader {
  private final CleanupStatistics statistics;

  CleanupMetricsReader(CleanupStatistics statistics) {
    this.statistics = statistics;
  }

  /**
   * Clean-up's part of the metrics. What is not known is null, never 0.
   *
   * @param cleanupPercentage the share of the overdue data that was removed, 0 to 100
   * @param epoch how often the metrics were reset; {@code since} is the last time, null when never
   * @param reason why something is not known
   */
  record Metrics(
      @Nullable Long totalCleanups,
      @Nullable Long failedCleanups,
      @Nullable Long filesRemoved,
      @Nullable Long spaceFreedBytes,
      @Nullable Double avgCleanupTimeSeconds,
      @Nullable Double cleanupPercentage,
      @Nullable Long epoch,
      @Nullable Instant since,
      @Nullable String reason) {

    static final Metrics UNKNOWN =
        new Metrics(null, null, null, null, null, null, null, null, JobMetricsReader.NO_ANSWER);

    private static Metrics of(Counted counted) {
      RemovalCounts all = counted.counts();
      return new Metrics(
          counted.total(),
          counted.failed(),
          all.files(),
          all.bytes(),
          counted.averageTime().map(Duration::toMillis).map(time -> time / 1_000.0).orElse(null),
          counted.percentage().isPresent() ? counted.percentage().getAsDouble() : null,
          counted.epoch(),
          counted.since().orElse(null),
          counted.percentage().isPresent() ? null : "Clean-up has not found any overdue data yet.");
    }
  }

  Metrics metrics(String tenant) {
    try {
      return Metrics.of(statistics.of(tenant));
    } catch (RuntimeException e) {
      if (Outage.of(e).isPresent()) {
        return Metrics.UNKNOWN;
      }
      throw e;
    }
  }

  /** Begins to count anew, and returns the metrics up to now. */
  Metrics reset(String tenant) {
    return Metrics.of(statistics.reset(tenant));
  }
}
