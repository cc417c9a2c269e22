package dev.headroom.jobs.http;

import dev.headroom.cache.Cache;
import dev.headroom.cache.Caches;
import dev.headroom.cache.entry.Codec;
import dev.headroom.cache.entry.EntryOptions;
import dev.headroom.jobs.JobStatistics;
import dev.headroom.settings.Settings;
import java.time.Duration;
import java.util.List;

/**
 * How a tenant's jobs stand, by way of the tenant's own cache: its statistics count the reads, and
 * it can clear what is kept. All functions share an entry.
 */
public final class QueueStatisticsReads {
  /** As old as statistics may be that ten queries make: they follow the jobs by as much anyway. */
  private static final EntryOptions STATISTICS =
      EntryOptions.of(Duration.ofSeconds(1)).withEarlyRefresh(0);

  private static final Codec<QueueStatisticsView> VIEW = Codec.json(QueueStatisticsView.class);

  private final Caches caches;
  private final JobStatistics statistics;
  private final int workerSlots;

  /**
   * Reads of one deployment's statistics.
   *
   * @param workerSlots how many jobs can run at the same time, over all priorities
   */
  public QueueStatisticsReads(Caches caches, JobStatistics statistics, int workerSlots) {
    this.caches = caches;
    this.statistics = statistics;
    this.workerSlots = workerSlots;
  }

  /** The sum of {@code WORKER_CONCURRENCY}: urgent to low, each 2 to 1,000. */
  public static int workerSlots(Settings settings) {
    return settings.integers("WORKER_CONCURRENCY", List.of(50, 20, 10, 5), 2, 1000).stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  public QueueStatisticsView of(String tenant) {
    Cache<QueueStatisticsView> cache = caches.cache(tenant, "metadata", VIEW);
    return cache.getOrLoad(
        cache.key("headroom:jobs:statistics").with(STATISTICS),
        () -> QueueStatisticsView.of(statistics.of(tenant), workerSlots));
  }
}
