package dev.headroom.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Durations, exactly as they were measured. */
final class Latencies {
  private final long[] sortedNanos;

  private Latencies(long[] sortedNanos) {
    this.sortedNanos = sortedNanos;
  }

  static Latencies of(LongStream nanos) {
    return new Latencies(nanos.sorted().toArray());
  }

  static Latencies together(List<Latencies> parts) {
    return of(parts.stream().flatMapToLong(part -> Arrays.stream(part.sortedNanos)));
  }

  int count() {
    return sortedNanos.length;
  }

  /**
   * A percentile by nearest rank, in milliseconds.
   *
   * @param percent above 0, up to 100
   */
  double millis(double percent) {
    int rank = (int) Math.ceil(percent / 100 * sortedNanos.length);
    return sortedNanos[Math.max(rank, 1) - 1] / 1e6;
  }
}
