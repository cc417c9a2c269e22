package dev.headroom.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The same figure from several rounds: machines are noisy. */
record Spread(double median, double min, double max) {
  /**
   * Returns the spread of one figure; it is NaN where a round has none, and all is when none has.
   */
  static <R> Spread of(List<R> rounds, ToDoubleFunction<R> figure) {
    List<Double> sorted =
        rounds.stream()
            .map(figure::applyAsDouble)
            .filter(number -> !Double.isNaN(number))
            .sorted()
            .toList();
    if (sorted.isEmpty()) {
      return new Spread(Double.NaN, Double.NaN, Double.NaN);
    }
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Spread(median, sorted.getFirst(), sorted.getLast());
  }
}
