package dev.headroom.cache.statistics;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of a tenant's caches as requests see them. A number that is not known is null,
 * never 0.
 *
 * @param hitRate in percent, with 2 decimals; null when nothing was asked for
 * @param resultCache the namespace result; likewise the two after it
 * @param namespaces all of them, the user's own too
 * @param epoch how often the statistics were reset; {@code since} is the last time
 * @param unknown why there are no numbers, when Redis does not answer
 * @param generatedAt epoch seconds with a fraction
 */
public record CacheStatsView(
    @Nullable Long hits,
    @Nullable Long misses,
    @Nullable Long sets,
    @Nullable Long deletes,
    @Nullable Long totalRequests,
    @Nullable Double hitRate,
    OfNamespace resultCache,
    OfNamespace searchCache,
    OfNamespace metadataCache,
    Map<String, OfNamespace> namespaces,
    @Nullable Long epoch,
    @Nullable Instant since,
    @Nullable String unknown,
    BigDecimal generatedAt) {

  /** Says why there are no numbers. */
  public static final String NO_ANSWER =
      "Redis does not answer. Its numbers are shown again when it does.";

  /**
   * The statistics of one namespace.
   *
   * @param totalEntries estimated: counted at {@code auditedAt}, and what came and went by hand
   *     since
   * @param totalSizeBytes likewise, as stored
   * @param hitRate 0 to 1; null when nothing was asked for
   * @param avgAccessTimeMs of a read, over both tiers; null when none was measured
   * @param localHits those that a process's memory answered
   * @param loads times that work was done for a miss
   * @param outages times that Redis did not answer
   */
  public record OfNamespace(
      @Nullable Long totalEntries,
      @Nullable Long totalSizeBytes,
      @Nullable Double hitRate,
      @Nullable Double missRate,
      @Nullable Double avgAccessTimeMs,
      @Nullable Double avgLocalAccessTimeMs,
      @Nullable Double avgRemoteAccessTimeMs,
      @Nullable Long hits,
      @Nullable Long localHits,
      @Nullable Long misses,
      @Nullable Long sets,
      @Nullable Long deletes,
      @Nullable Long loads,
      @Nullable Long loadFailures,
      @Nullable Long staleHits,
      @Nullable Long outages,
      @Nullable Boolean entriesEstimated,
      @Nullable Instant auditedAt) {

    private static final OfNamespace UNKNOWN =
        new OfNamespace(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null);

    static OfNamespace of(NamespaceStatistics from) {
      Optional<Double> hitRate = from.hitRate();
      return new OfNamespace(
          from.entries(),
          from.bytes(),
          hitRate.map(rate -> rounded(rate, 4)).orElse(null),
          hitRate.map(rate -> rounded(1 - rate, 4)).orElse(null),
          millis(from.meanTime()),
          millis(from.localTime()),
          millis(from.remoteTime()),
          from.hits(),
          from.localHits(),
          from.misses(),
          from.sets(),
          from.deletes(),
          from.loads(),
          from.loadFailures(),
          from.stale(),
          from.outages(),
          true,
          from.auditedAt().orElse(null));
    }
  }

  /** Returns the view of statistics. */
  public static CacheStatsView of(TenantStatistics statistics, Instant now) {
    Collection<NamespaceStatistics> all = statistics.namespaces().values();
    long hits = sum(all, NamespaceStatistics::hits);
    long misses = sum(all, NamespaceStatistics::misses);
    long requests = hits + misses;
    var views = new TreeMap<String, OfNamespace>();
    statistics.namespaces().forEach((name, of) -> views.put(name, OfNamespace.of(of)));
    return new CacheStatsView(
        hits,
        misses,
        sum(all, NamespaceStatistics::sets),
        sum(all, NamespaceStatistics::deletes),
        requests,
        requests == 0 ? null : rounded(100.0 * hits / requests, 2),
        of(statistics, "result"),
        of(statistics, "search"),
        of(statistics, "metadata"),
        views,
        statistics.epoch(),
        statistics.since().orElse(null),
        null,
        seconds(now));
  }

  /** Returns what is shown while Redis does not answer. */
  public static CacheStatsView unknown(Instant now) {
    return new CacheStatsView(
        null,
        null,
        null,
        null,
        null,
        null,
        OfNamespace.UNKNOWN,
        OfNamespace.UNKNOWN,
        OfNamespace.UNKNOWN,
        Map.of(),
        null,
        null,
        NO_ANSWER,
        seconds(now));
  }

  private static OfNamespace of(TenantStatistics statistics, String name) {
    return OfNamespace.of(statistics.namespaces().getOrDefault(name, NamespaceStatistics.NONE));
  }

  /** Returns the sum of a number over namespaces. */
  public static long sum(
      Collection<NamespaceStatistics> all, ToLongFunction<NamespaceStatistics> of) {
    return all.stream().mapToLong(of).sum();
  }

  /** Returns a number rounded to so many decimals. */
  public static double rounded(double number, int decimals) {
    double scale = Math.pow(10, decimals);
    return Math.round(number * scale) / scale;
  }

  /** Returns an instant as epoch seconds, to the millisecond. */
  public static BigDecimal seconds(Instant now) {
    return BigDecimal.valueOf(now.toEpochMilli(), 3);
  }

  private static @Nullable Double millis(Optional<Duration> time) {
    return time.map(mean -> rounded(mean.toNanos() / 1e6, 6)).orElse(null);
  }
}
