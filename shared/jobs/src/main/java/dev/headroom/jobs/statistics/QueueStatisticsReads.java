package dev.headroom.jobs.statistics;

import dev.headroom.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads a tenant's queue statistics through a cache. All functions share an entry, so that many
 * readers cost as much as one.
 */
public final class QueueStatisticsReads {
  private static final String KEY = "headroom:jobs:statistics";

  /** The statistics follow the jobs by as much anyway, and reading them takes ten queries. */
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(1);

  /** A cache of views, which has entries of its own for each tenant. */
  @FunctionalInterface
  public interface ViewCache {
    /** Returns the view of a key if one is cached that is not older than allowed, or loads it. */
    QueueStatisticsView get(
        String tenant, String key, Duration timeToLive, Supplier<QueueStatisticsView> load);
  }

  private final ViewCache cache;
  private final JobStatistics statistics;
  private final int workerSlots;

  /**
   * Creates the reads of one deployment's statistics.
   *
   * @param workerSlots how many jobs can run at the same time, over all priorities
   */
  public QueueStatisticsReads(ViewCache cache, JobStatistics statistics, int workerSlots) {
    this.cache = cache;
    this.statistics = statistics;
    this.workerSlots = workerSlots;
  }

  /** Returns the sum of {@code WORKER_CONCURRENCY}, which is 2 to 1,000 for each priority. */
  public static int workerSlots(Settings settings) {
    return settings.integers("WORKER_CONCURRENCY", List.of(50, 20, 10, 5), 2, 1000).stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  /** Returns a tenant's statistics, which are up to a second old. */
  public QueueStatisticsView of(String tenant) {
    return cache.get(
        tenant,
        KEY,
        TIME_TO_LIVE,
        () -> QueueStatisticsView.of(statistics.of(tenant), workerSlots));
  }
}
