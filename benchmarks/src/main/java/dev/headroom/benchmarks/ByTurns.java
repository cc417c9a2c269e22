package dev.headroom.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Several ways to do many short things: each thing by all of them before the next, so that they
 * meet the same load of the machine. The first is the floor.
 */
final class ByTurns {
  /** What is told of each way. */
  static final List<Column<Latencies>> COLUMNS =
      List.of(
          Column.median("p50 ms", "%.3f", each -> each.millis(50)),
          Column.median("p99 ms", "%.3f", each -> each.millis(99)),
          Column.ofFloor("p50 of the floor", each -> each.millis(50)),
          Column.rangeOfFloor(each -> each.millis(50)),
          Column.ofFloor("p99 of the floor", each -> each.millis(99)),
          Column.rangeOfFloor(each -> each.millis(99)));

  /** One way. */
  @FunctionalInterface
  interface Way {
    /**
     * Does one thing.
     *
     * @param round at most 0 while it warms up, another each time; then from 1
     * @param number which thing, from 0
     */
    void go(int round, int number) throws Exception;
  }

  private record Line(String label, Way way, List<Latencies> rounds) {}

  private final int threads;
  private final boolean rotating;
  private final List<Line> lines = new ArrayList<>();

  private ByTurns(int threads, boolean rotating) {
    this.threads = threads;
    this.rotating = rotating;
  }

  /** Another way begins with each thing, since what the first did may serve the second. */
  static ByTurns rotating(int threads) {
    return new ByTurns(threads, true);
  }

  /** In this order always, since what the first does shall serve the second. */
  static ByTurns inOrder() {
    return new ByTurns(1, false);
  }

  ByTurns with(String label, Way way) {
    lines.add(new Line(label, way, new ArrayList<>()));
    return this;
  }

  /**
   * Does all things in so many rounds, and before that until nearly all is compiled; and adds what
   * was found as a group.
   */
  void measure(int things, Options options, Comparison<Latencies> found)
      throws ExecutionException, InterruptedException {
    long begin = System.nanoTime();
    int warm = 0;
    do {
      var _ = run(warm--, things);
    } while (System.nanoTime() - begin < options.shortWarmUp().toNanos());
    for (int round = 1; round <= options.rounds(); round++) {
      long[][] nanos = run(round, things);
      for (int line = 0; line < lines.size(); line++) {
        lines.get(line).rounds().add(Latencies.of(Arrays.stream(nanos[line])));
      }
    }
    Line floor = lines.getFirst();
    found.floor(floor.label(), threads, round -> floor.rounds().get(round - 1));
    lines.stream()
        .skip(1)
        .forEach(line -> found.with(line.label(), round -> line.rounds().get(round - 1)));
  }

  private long[][] run(int round, int things) throws ExecutionException, InterruptedException {
    long[][] nanos = new long[lines.size()][things];
    var _ =
        InFlight.run(
            threads,
            things,
            number -> {
              for (int turn = 0; turn < lines.size(); turn++) {
                int line = rotating ? Math.floorMod(turn + number + round, lines.size()) : turn;
                long start = System.nanoTime();
                lines.get(line).way().go(round, number);
                nanos[line][number] = System.nanoTime() - start;
              }
            });
    return nanos;
  }
}
