package dev.headroom.worker.extraction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How one chunk scores in the selected categories.
 *
 * @param ranked the categories that are worth telling, best first, and in the taxonomy's order
 *     where equal
 */
record Scores(List<Score> ranked) {
  /** A confidence in a category, above 0 and at most 1, rounded to 4 decimals. */
  record Score(String category, double confidence) {}

  /**
   * @param names the taxonomy's categories
   * @param confidences one for each of them
   * @param selected the places, ascending, of those that were asked for
   * @param faintest what is lower, or 0, is left out
   */
  static Scores of(
      List<String> names, double[] confidences, List<Integer> selected, double faintest) {
    var ranked = new ArrayList<Score>();
    for (int category : selected) {
      double confidence = rounded(confidences[category]);
      if (confidence > 0 && confidence >= faintest) {
        ranked.add(new Score(names.get(category), confidence));
      }
    }
    ranked.sort(Comparator.comparingDouble(Score::confidence).reversed());
    return new Scores(ranked);
  }

  static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }

  /** Those of at least this confidence. */
  Scores atLeast(double confidence) {
    return new Scores(ranked.stream().filter(score -> score.confidence >= confidence).toList());
  }

  List<String> categories() {
    return ranked.stream().map(Score::category).toList();
  }

  Map<String, Double> byCategory() {
    var scores = new LinkedHashMap<String, Double>();
    ranked.forEach(score -> scores.put(score.category, score.confidence));
    return scores;
  }

  /** About how much they add to a result, where each category is named twice. */
  long characters() {
    return ranked.stream().mapToLong(score -> 2L * score.category.length() + 20).sum();
  }
}
