package dev.headroom.benchmarks;

import dev.headroom.benchmarks.Comparison.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;

/** One column of a comparison's table: a figure over all rounds. */
record Column<S>(String heading, BiFunction<Line<S>, List<S>, String> content) {
  private static final String RANGE = "min to max";

  /** Returns what stands in the line; samples are the line's, or some of them. */
  String cell(Line<S> line, List<S> samples) {
    return content.apply(line, samples);
  }

  /** The median over the rounds. */
  static <S> Column<S> median(String heading, String format, ToDoubleFunction<S> figure) {
    return of(heading, (_, samples) -> told(format, Spread.of(samples, figure).median()));
  }

  /** The least and the greatest of the rounds. */
  static <S> Column<S> range(String format, ToDoubleFunction<S> figure) {
    return of(RANGE, (_, samples) -> range(format, Spread.of(samples, figure)));
  }

  /** The median of each round's ratio to the group's floor. */
  static <S> Column<S> ofFloor(String heading, ToDoubleFunction<S> figure) {
    return ofLine(heading, 0, figure);
  }

  /** The least and the greatest of these ratios. */
  static <S> Column<S> rangeOfFloor(ToDoubleFunction<S> figure) {
    return rangeOfLine(0, figure);
  }

  /** The median of each round's ratio to the so manieth line of the group, from 0. */
  static <S> Column<S> ofLine(String heading, int number, ToDoubleFunction<S> figure) {
    return of(heading, (line, _) -> told("%.2f", ratios(line, number, figure).median()));
  }

  /** The least and the greatest of these ratios. */
  static <S> Column<S> rangeOfLine(int number, ToDoubleFunction<S> figure) {
    return of(
        RANGE,
        (line, _) -> line.samples().size() == 1 ? "" : range("%.2f", ratios(line, number, figure)));
  }

  private static <S> Column<S> of(String heading, BiFunction<Line<S>, List<S>, String> content) {
    return new Column<>(heading, content);
  }

  private static <S> Spread ratios(Line<S> line, int number, ToDoubleFunction<S> figure) {
    List<S> others = line.group().get(number).samples();
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < line.samples().size(); round++) {
      ratios.add(
          figure.applyAsDouble(line.samples().get(round))
              / figure.applyAsDouble(others.get(round)));
    }
    return Spread.of(ratios, Double::doubleValue);
  }

  private static String range(String format, Spread spread) {
    return Double.isNaN(spread.min())
        ? ""
        : (format + " to " + format).formatted(spread.min(), spread.max());
  }

  private static String told(String format, double figure) {
    return Double.isNaN(figure) ? "" : format.formatted(figure);
  }
}
