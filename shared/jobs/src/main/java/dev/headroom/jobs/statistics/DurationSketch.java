package dev.headroom.jobs.statistics;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts durations in buckets whose bounds grow by a constant factor. Any percentile is known to
 * within 2 % (or half a millisecond) whatever the distribution is, sketches can be added, and what
 * was counted can be taken out again. After DDSketch,
 * https://www.vldb.org/pvldb/vol12/p2195-masson.pdf
 *
 * <p>The accuracy is 2 % and not 1 %, since that halves the buckets, and each bucket in use costs
 * the writer.
 *
 * @param counts the counts by bucket; a count that is not positive is ignored
 * @param millis the exact sum of all durations, in milliseconds
 */
public record DurationSketch(Map<Integer, Long> counts, long millis) {
  public static final DurationSketch EMPTY = new DurationSketch(Map.of(), 0);

  static final double ACCURACY = 0.02;
  private static final double LOG_GAMMA = Math.log((1 + ACCURACY) / (1 - ACCURACY));

  /** The bucket of ten days, 515; longer durations are counted there, too. */
  static final int LAST = bucketOf(Duration.ofDays(10).toMillis());

  public DurationSketch {
    counts = Map.copyOf(counts);
  }

  /** Returns the bucket of a duration: 0 for a millisecond or less, up to 515. */
  public static int bucket(Duration duration) {
    return Math.min(LAST, bucketOf(duration.toMillis()));
  }

  private static int bucketOf(long millis) {
    return millis <= 1 ? 0 : (int) Math.ceil(Math.log((double) millis) / LOG_GAMMA);
  }

  /** Returns a duration that is at most 2 % away from every duration in a bucket. */
  private static Duration middle(int bucket) {
    double millis = bucket == 0 ? 1 : (1 - ACCURACY) * Math.exp(bucket * LOG_GAMMA);
    return Duration.ofNanos(Math.round(millis * 1e6));
  }

  DurationSketch plus(DurationSketch other) {
    Map<Integer, Long> sum = new TreeMap<>(counts);
    other.counts.forEach((bucket, count) -> sum.merge(bucket, count, Long::sum));
    return new DurationSketch(sum, millis + other.millis);
  }

  /** Returns how many durations were counted. */
  public long count() {
    return counts.values().stream().mapToLong(count -> Math.max(0, count)).sum();
  }

  /** Returns the exact mean to the millisecond, or empty when there are no durations. */
  public Optional<Duration> average() {
    long count = count();
    return count == 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(Math.max(0, Math.round((double) millis / count))));
  }

  /**
   * Returns the shortest duration that at least a share of all durations do not exceed, or empty
   * when there are none.
   *
   * @param share 0 to 1
   */
  public Optional<Duration> percentile(double share) {
    long wanted = Math.max(1, (long) Math.ceil(share * count()));
    long upToHere = 0;
    for (var bucket : new TreeMap<>(counts).entrySet()) {
      upToHere += Math.max(0, bucket.getValue());
      if (upToHere >= wanted) {
        return Optional.of(middle(bucket.getKey()));
      }
    }
    return Optional.empty();
  }
}
