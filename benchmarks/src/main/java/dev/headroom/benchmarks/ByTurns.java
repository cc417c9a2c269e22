package dev.headroom.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Several ways to do the same things, by turns: each thing by all of them before the next, so that
 * they meet the same weather. The first is what the others are told against.
 */
final class ByTurns {
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

  /** Does all things in so many rounds, and before that until nearly all is compiled. */
  ByTurns measure(int things, Options options) throws ExecutionException, InterruptedException {
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
    return this;
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

  static Table table() {
    return new Table(
        "",
        "threads",
        "p50 ms",
        "p99 ms",
        "p50 of the first",
        "min to max",
        "p99 of the first",
        "min to max");
  }

  /** Adds what was found. */
  void addTo(Table table) {
    for (Line line : lines) {
      Spread middle = ratio(line, 50);
      Spread slow = ratio(line, 99);
      table.row(
          line.label(),
          String.valueOf(threads),
          "%.3f".formatted(Spread.of(line.rounds(), each -> each.millis(50)).median()),
          "%.3f".formatted(Spread.of(line.rounds(), each -> each.millis(99)).median()),
          "%.2f".formatted(middle.median()),
          "%.2f to %.2f".formatted(middle.min(), middle.max()),
          "%.2f".formatted(slow.median()),
          "%.2f to %.2f".formatted(slow.min(), slow.max()));
    }
  }

  /** Of each round by itself. */
  private Spread ratio(Line line, double percent) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < line.rounds().size(); round++) {
      ratios.add(
          line.rounds().get(round).millis(percent)
              / lines.getFirst().rounds().get(round).millis(percent));
    }
    return Spread.of(ratios, Double::doubleValue);
  }
}
