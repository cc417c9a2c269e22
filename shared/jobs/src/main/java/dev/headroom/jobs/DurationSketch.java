package dev.headroom.jobs;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Durations, counted in buckets whose bounds grow by a constant factor, so that any percentile is
 * known to within 2 % (or half a millisecond) whatever the distribution is; and so that sketches
 * can be added, and what was counted can be taken out again. After DDSketch,
 * https://www.vldb.org/pvldb/vol12/p2195-masson.pdf
 *
 * <p>2 % and not 1 %: half the buckets, and each bucket in use is paid for by whoever writes.
 *
 * @param counts by bucket; those that are not positive count for nothing
 * @param millis the sum of all durations, which is exact
 */
public record DurationSketch(Map<Integer, Long> counts, long millis) {
  public static final DurationSketch EMPTY = new DurationSketch(Map.of(), 0);

  static final double ACCURACY = 0.02;
  private static final double LOG_GAMMA = Math.log((1 + ACCURACY) / (1 - ACCURACY));

  /** The bucket of ten days, 515: what is longer is counted there, too. */
  static final int LAST = bucketOf(Duration.ofDays(10).toMillis());

  public DurationSketch {
    counts = Map.copyOf(counts);
  }

  /** The bucket of a duration: 0 for a millisecond or less, up to 515. */
  public static int bucket(Duration duration) {
    return Math.min(LAST, bucketOf(duration.toMillis()));
  }

  private static int bucketOf(long millis) {
    return millis <= 1 ? 0 : (int) Math.ceil(Math.log((double) millis) / LOG_GAMMA);
  }

  /** What is at most 2 % away from everything in a bucket. */
  private static Duration middle(int bucket) {
    double millis = bucket == 0 ? 1 : (1 - ACCURACY) * Math.exp(bucket * LOG_GAMMA);
    return Duration.ofNanos(Math.round(millis * 1e6));
  }

  DurationSketch plus(DurationSketch other) {
    Map<Integer, Long> sum = new TreeMap<>(counts);
    other.counts.forEach((bucket, count) -> sum.merge(bucket, count, Long::sum));
    return new DurationSketch(sum, millis + other.millis);
  }

  /** How many durations there are. */
  public long count() {
    return counts.values().stream().mapToLong(count -> Math.max(0, count)).sum();
  }

  /** The exact mean, to the millisecond; empty when there are no durations. */
  public Optional<Duration> average() {
    long count = count();
    return count == 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(Math.max(0, Math.round((double) millis / count))));
  }

  /**
   * The shortest duration that at least that share of all durations do not exceed; empty when there
   * are none.
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
