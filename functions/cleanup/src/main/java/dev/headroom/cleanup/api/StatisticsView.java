package dev.headroom.cleanup.api;

import dev.headroom.cleanup.history.CleanupStatistics.Counted;
import dev.headroom.cleanup.runs.RemovalCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What clean-up has done since the last reset, as it is shown. What is not known is null, never 0.
 *
 * @param totalCleanups runs that have ended, the failed ones too; dry runs do not count
 * @param avgCleanupTimeSeconds null when no run has ended
 * @param cleanupPercentage of what was over, the share that was removed; null when nothing was
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

  /** What came of one target. */
  record OfTarget(long filesFound, long filesRemoved, long filesKept, long spaceFreedBytes) {
    static OfTarget of(RemovalCounts tally) {
      return new OfTarget(tally.found(), tally.files(), tally.kept(), tally.bytes());
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
        counted.averageTime().isPresent() ? null : "No clean-up has ended yet.",
        counted.lastEndedAt().orElse(null),
        percentage,
        percentage != null ? null : "Nothing was found to be over yet.",
        counted.byTarget().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> OfTarget.of(entry.getValue()))),
        counted.epoch(),
        counted.since().orElse(null));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }
}
