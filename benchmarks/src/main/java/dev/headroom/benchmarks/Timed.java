package dev.headroom.benchmarks;

import java.util.List;

/**
 * How long some work took.
 *
 * @param took for all of it
 * @param count how much was done
 * @param each latencies of requests, or what jobs waited; may be none
 */
record Timed(Stopwatch.Elapsed took, int count, Latencies each) {
  /** What a load of jobs shows: rates, and the processor time of the whole process for each. */
  static final List<Column<Timed>> RATES =
      List.of(
          Column.median("a second", "%,.0f", Timed::rate),
          Column.range("%,.0f", Timed::rate),
          Column.ofFloor("of the floor", Timed::rate),
          Column.median("CPU ms each", "%.2f", Timed::cpuMillisEach),
          Column.ofFloor("CPU of the floor's", Timed::cpuMillisEach));

  double rate() {
    return took.perSecond(count);
  }

  double cpuMillisEach() {
    return took.cpuMillisEach(count);
  }

  double p50() {
    return each.millis(50);
  }

  double p95() {
    return each.millis(95);
  }

  double p99() {
    return each.millis(99);
  }

  /** The same, of which each time did so much. */
  Timed times(int more) {
    return new Timed(took, count * more, each);
  }

  /** The same with other latencies. */
  Timed with(Latencies others) {
    return new Timed(took, count, others);
  }
}
