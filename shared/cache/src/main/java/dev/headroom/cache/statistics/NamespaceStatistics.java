package dev.headroom.cache.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The statistics of one namespace: what happened in all processes since the last reset.
 *
 * @param hits served from either tier
 * @param localHits those served from a process's memory
 * @param misses not there, or invalidated, or expired
 * @param sets entries put
 * @param deletes entries removed, whether they were there or not
 * @param loads times that work was done
 * @param loadFailures times that it failed
 * @param stale hits past their time to live
 * @param outages times that Redis did not answer
 * @param localTime the mean of a hit in memory, sampled; empty when none was
 * @param remoteTime the mean of a read of Redis; empty when there was none
 * @param entries entries in Redis: counted at {@code auditedAt}, and what came and went by hand
 *     since. Those that have expired since are still in it
 * @param bytes what they take, names included, as stored; likewise
 * @param auditedAt when they were last counted; empty when they never were
 */
public record NamespaceStatistics(
    long hits,
    long localHits,
    long misses,
    long sets,
    long deletes,
    long loads,
    long loadFailures,
    long stale,
    long outages,
    Optional<Duration> localTime,
    Optional<Duration> remoteTime,
    long entries,
    long bytes,
    Optional<Instant> auditedAt) {

  /** The statistics of a namespace in which nothing was. */
  public static final NamespaceStatistics NONE = of(Map.of());

  /** Returns the number of reads. */
  public long requests() {
    return hits + misses;
  }

  /** Returns the share of hits among the reads, 0 to 1; empty when there were no reads. */
  public Optional<Double> hitRate() {
    return requests() == 0 ? Optional.empty() : Optional.of((double) hits / requests());
  }

  /** Returns the mean time of a read over both tiers; empty when none was measured. */
  public Optional<Duration> meanTime() {
    long remote = requests() - localHits;
    if (localTime.isEmpty() || localHits == 0) {
      return remoteTime;
    }
    if (remoteTime.isEmpty() || remote <= 0) {
      return localTime;
    }
    double nanos =
        (double) localTime.get().toNanos() * localHits
            + (double) remoteTime.get().toNanos() * remote;
    return Optional.of(Duration.ofNanos(Math.round(nanos / requests())));
  }

  static NamespaceStatistics of(Map<String, Long> fields) {
    var read = new Fields(fields);
    return new NamespaceStatistics(
        read.count(CacheEvent.LOCAL_HIT) + read.count(CacheEvent.REMOTE_HIT),
        read.count(CacheEvent.LOCAL_HIT),
        read.count(CacheEvent.MISS),
        read.count(CacheEvent.SET),
        read.count(CacheEvent.DELETE),
        read.count(CacheEvent.LOAD),
        read.count(CacheEvent.LOAD_FAILURE),
        read.count(CacheEvent.STALE),
        read.count(CacheEvent.OUTAGE),
        read.mean(CacheEvent.LOCAL_NANOS, CacheEvent.LOCAL_SAMPLES),
        read.mean(CacheEvent.REMOTE_NANOS, CacheEvent.REMOTE_SAMPLES),
        Math.max(0, read.count(CacheEvent.ENTRIES)),
        Math.max(0, read.count(CacheEvent.BYTES)),
        Optional.ofNullable(fields.get(StatisticsFields.AUDITED_AT)).map(Instant::ofEpochMilli));
  }

  private record Fields(Map<String, Long> values) {
    long count(CacheEvent event) {
      return values.getOrDefault(event.name(), 0L);
    }

    Optional<Duration> mean(CacheEvent nanos, CacheEvent samples) {
      long count = count(samples);
      return count == 0
          ? Optional.empty()
          : Optional.of(Duration.ofNanos(Math.round((double) count(nanos) / count)));
    }
  }
}
