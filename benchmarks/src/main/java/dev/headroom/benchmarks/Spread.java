package dev.headroom.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The same figure from several rounds: machines are noisy. */
record Spread(double median, double min, double max) {
  /**
   * One figure of each round; NaN where a round has none.
   *
   * @throws java.util.NoSuchElementException when no round has any
   */
  static <R> Spread of(List<R> rounds, ToDoubleFunction<R> figure) {
    List<Double> sorted =
        rounds.stream()
            .map(figure::applyAsDouble)
            .filter(number -> !Double.isNaN(number))
            .sorted()
            .toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Spread(median, sorted.getFirst(), sorted.getLast());
  }
}
