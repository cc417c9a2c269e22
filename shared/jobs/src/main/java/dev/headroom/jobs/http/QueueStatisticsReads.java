package dev.headroom.jobs.http;

import dev.headroom.jobs.JobStatistics;
import dev.headroom.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Reads how the jobs of a tenant stand, once for all who ask within a second. */
public final class QueueStatisticsReads {
  private static final String NAME = "headroom:jobs:statistics";

  /** As old as statistics may be that ten queries make: they follow the jobs by as much anyway. */
  private static final Duration OLDEST = Duration.ofSeconds(1);

  /** Keeps what was read, such as in a cache. */
  @FunctionalInterface
  public interface Memory {
    /** Returns what is kept under a name and is no older than a bound, or reads it. */
    QueueStatisticsView get(
        String tenant, String name, Duration oldest, Supplier<QueueStatisticsView> read);
  }

  private final Memory memory;
  private final JobStatistics statistics;
  private final int workerSlots;

  /**
   * Reads of one deployment's statistics.
   *
   * @param workerSlots how many jobs can run at the same time, over all priorities
   */
  public QueueStatisticsReads(Memory memory, JobStatistics statistics, int workerSlots) {
    this.memory = memory;
    this.statistics = statistics;
    this.workerSlots = workerSlots;
  }

  /** Returns the sum of {@code WORKER_CONCURRENCY}: urgent to low, each 2 to 1,000. */
  public static int workerSlots(Settings settings) {
    return settings.integers("WORKER_CONCURRENCY", List.of(50, 20, 10, 5), 2, 1000).stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  /** Returns how the jobs of a tenant stand. */
  public QueueStatisticsView of(String tenant) {
    return memory.get(
        tenant, NAME, OLDEST, () -> QueueStatisticsView.of(statistics.of(tenant), workerSlots));
  }
}
