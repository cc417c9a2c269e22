package dev.headroom.benchmarks;

import dev.headroom.benchmarks.Harness.Score;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;

/**
 * What does the same thing, by turns: the bare library first, against which the others are told.
 */
final class Comparison {
  private final Class<?> benchmarks;
  private final int keys;
  private final List<Line> lines = new ArrayList<>();

  /**
   * Compares what a class measures.
   *
   * @param keys that each operation is about
   */
  Comparison(Class<?> benchmarks, int keys) {
    this.benchmarks = benchmarks;
    this.keys = keys;
  }

  /** Who does it, and its scores in each round; a peer has one in the first round only. */
  private record Line(
      String label, String method, int threads, boolean eachRound, List<Score> scores) {}

  /** Adds what is measured in each round; the first of so many threads is the bare library. */
  Comparison with(String label, String method, int threads) {
    lines.add(new Line(label, method, threads, true, new ArrayList<>()));
    return this;
  }

  /** Adds one that is there to show where we stand. */
  Comparison withPeer(String label, String method) {
    lines.add(new Line(label, method, 1, false, new ArrayList<>()));
    return this;
  }

  /** Measures, and says what was found as a table in Markdown. */
  String measure(Harness harness, int rounds, PrintStream out) throws ExecutionException {
    for (int round = 0; round < rounds; round++) {
      for (Line line : lines) {
        if (round == 0 || line.eachRound()) {
          Score score = harness.run(benchmarks, line.method(), line.threads());
          out.printf(
              "  %s, %d at once: %s, CPU %s, %,.1f B%n",
              line.label(),
              line.threads(),
              time(score.nanos() / keys),
              time(score.cpu() / keys),
              score.bytes() / keys);
          line.scores().add(score);
        }
      }
    }
    return table().toString();
  }

  private Table table() {
    var table =
        new Table(
            "", "at once", "time", "of the first", "min to max", "CPU", "of the first", "B alloc.");
    for (Line line : lines) {
      Line bare = bare(line.threads());
      Spread ratio = ratio(line, bare, Score::nanos);
      table.row(
          line.label(),
          String.valueOf(line.threads()),
          time(each(line, Score::nanos)),
          "%.2f".formatted(ratio.median()),
          line.scores().size() == 1 ? "" : "%.2f to %.2f".formatted(ratio.min(), ratio.max()),
          time(each(line, Score::cpu)),
          "%.2f".formatted(ratio(line, bare, Score::cpu).median()),
          "%,.1f".formatted(each(line, Score::bytes)));
    }
    return table;
  }

  private double each(Line line, ToDoubleFunction<Score> figure) {
    return Spread.of(line.scores(), figure).median() / keys;
  }

  private Line bare(int threads) {
    return lines.stream().filter(line -> line.threads() == threads).findFirst().orElseThrow();
  }

  /** Of each round by itself, since its two parts met the same weather. */
  private static Spread ratio(Line line, Line bare, ToDoubleFunction<Score> figure) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < line.scores().size(); round++) {
      ratios.add(
          figure.applyAsDouble(line.scores().get(round))
              / figure.applyAsDouble(bare.scores().get(round)));
    }
    return Spread.of(ratios, Double::doubleValue);
  }

  private static String time(double nanos) {
    return nanos < 1_000 ? "%.1f ns".formatted(nanos) : "%.1f µs".formatted(nanos / 1_000);
  }
}
