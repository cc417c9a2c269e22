package dev.headroom.benchmarks;

import java.util.stream.LongStream;

/** Durations, exactly as they were measured. */
final class Latencies {
  static final Latencies NONE = new Latencies(new long[0]);

  private final long[] sortedNanos;

  private Latencies(long[] sortedNanos) {
    this.sortedNanos = sortedNanos;
  }

  static Latencies of(LongStream nanos) {
    return new Latencies(nanos.sorted().toArray());
  }

  int count() {
    return sortedNanos.length;
  }

  /**
   * Returns a percentile by nearest rank, in milliseconds; NaN where there are none.
   *
   * @param percent above 0, up to 100
   */
  double millis(double percent) {
    if (sortedNanos.length == 0) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(percent / 100 * sortedNanos.length);
    return sortedNanos[Math.max(rank, 1) - 1] / 1e6;
  }
}
