package dev.headroom.cleanup.api;

import dev.headroom.cleanup.history.CleanupStatistics.Counted;
import dev.headroom.cleanup.runs.RemovalCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statistics since the last reset, as the API shows them. What is not known is null, never 0.
 *
 * @param totalCleanups how many runs have ended, the failed ones included, without dry runs
 * @param avgCleanupTimeSeconds null when no run has ended
 * @param cleanupPercentage the share of what was overdue that was removed; null when nothing was
 *     overdue
 * @param since when the present epoch began; null when there was no reset
 */
record StatisticsView(
    long totalCleanups,
    long failedCleanups,
    long filesRemoved,
    long spaceFreedBytes,
    @Nullable Double avgCleanupTimeSeconds,
    @Nullable String avgCleanupTimeReason,
    @Nullable Instant lastCleanup,
    @Nullable Double cleanupPercentage,
    @Nullable String cleanupPercentageReason,
    Map<String, OfTarget> byTarget,
    long epoch,
    @Nullable Instant since) {

  /** The statistics of one target. */
  record OfTarget(long filesFound, long filesRemoved, long filesKept, long spaceFreedBytes) {
    static OfTarget of(RemovalCounts counts) {
      return new OfTarget(counts.found(), counts.files(), counts.kept(), counts.bytes());
    }
  }

  static StatisticsView of(Counted counted) {
    RemovalCounts all = counted.counts();
    Double percentage =
        counted.percentage().isPresent() ? counted.percentage().getAsDouble() : null;
    return new StatisticsView(
        counted.total(),
        counted.failed(),
        all.files(),
        all.bytes(),
        counted.averageTime().map(StatisticsView::seconds).orElse(null),
        counted.averageTime().isPresent() ? null : "No run has ended yet.",
        counted.lastEndedAt().orElse(null),
        percentage,
        percentage != null ? null : "Nothing was overdue yet.",
        counted.byTarget().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> OfTarget.of(entry.getValue()))),
        counted.epoch(),
        counted.since().orElse(null));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }
}
