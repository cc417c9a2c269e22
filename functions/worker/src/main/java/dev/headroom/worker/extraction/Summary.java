package dev.headroom.worker.extraction;

import dev.headroom.worker.extraction.ExtractionResult.CategorySummary;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts the matches of each selected category and their mean confidence. */
final class Summary {
  private final Map<String, DoubleSummaryStatistics> confidences = new LinkedHashMap<>();

  Summary(List<String> categories) {
    categories.forEach(category -> confidences.put(category, new DoubleSummaryStatistics()));
  }

  void add(Scores matches) {
    for (var score : matches.ranked()) {
      confidences
          .computeIfAbsent(score.category(), _ -> new DoubleSummaryStatistics())
          .accept(score.confidence());
    }
  }

  /** Returns the summaries of all categories in the order in which they were given. */
  List<CategorySummary> categories() {
    return confidences.entrySet().stream()
        .map(category -> summary(category.getKey(), category.getValue()))
        .toList();
  }

  private static CategorySummary summary(String name, DoubleSummaryStatistics confidences) {
    int chunks = (int) confidences.getCount();
    return new CategorySummary(
        name, chunks, chunks == 0 ? null : Scores.rounded(confidences.getAverage()));
  }
}
