package dev.headroom.worker.extraction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The scores of one chunk in the selected categories.
 *
 * @param ranked the reported categories, best first, and in the taxonomy's order where equal
 */
record Scores(List<Score> ranked) {
  /** A confidence in a category, above 0 and at most 1, rounded to 4 decimals. */
  record Score(String category, double confidence) {}

  /**
   * Returns the scores that are high enough to be reported.
   *
   * @param names the taxonomy's categories
   * @param confidences one for each category
   * @param selected the indexes, ascending, of the selected categories
   * @param minReported the least score that is reported; 0 is never reported
   */
  static Scores of(
      List<String> names, double[] confidences, List<Integer> selected, double minReported) {
    var ranked = new ArrayList<Score>();
    for (int category : selected) {
      double confidence = rounded(confidences[category]);
      if (confidence > 0 && confidence >= minReported) {
        ranked.add(new Score(names.get(category), confidence));
      }
    }
    ranked.sort(Comparator.comparingDouble(Score::confidence).reversed());
    return new Scores(ranked);
  }

  static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }

  /** Returns the scores of at least this confidence. */
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

  /**
   * Returns about how many characters they add to a result, in which each category is named twice.
   */
  long characters() {
    return ranked.stream().mapToLong(score -> 2L * score.category.length() + 20).sum();
  }
}
