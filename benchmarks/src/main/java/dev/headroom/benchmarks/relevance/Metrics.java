package dev.headroom.benchmarks.relevance;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How good one query's ranking is, as trec_eval and BEIR have it. What nobody judged is not
 * relevant.
 *
 * @param ndcg nDCG@10: the gain of a document is its grade, divided by log2(rank + 1), over that of
 *     the best order there is
 * @param recall Recall@100: the share of the relevant documents that is among the first hundred
 */
record Metrics(double ndcg, double recall) {
  /** How far down a ranking is looked at. */
  static final int DEPTH = 100;

  private static final int GAIN_DEPTH = 10;

  /**
   * Judges a ranking.
   *
   * @param grades by document, one of them above 0
   * @throws IllegalStateException when a document is ranked twice, which would count it twice
   */
  static Metrics of(List<String> ranked, Map<String, Integer> grades) {
    if (new HashSet<>(ranked).size() < ranked.size()) {
      throw new IllegalStateException("A document is ranked twice in " + ranked);
    }
    double gain = gain(ranked.stream().map(id -> grades.getOrDefault(id, 0)));
    double best = gain(grades.values().stream().sorted(Comparator.reverseOrder()));
    return new Metrics(gain / best, recall(ranked, grades));
  }

  private static double gain(Stream<Integer> grades) {
    double gain = 0;
    int rank = 0;
    for (int grade : grades.limit(GAIN_DEPTH).toList()) {
      rank++;
      gain += Math.max(0, grade) / (Math.log(rank + 1) / Math.log(2));
    }
    return gain;
  }

  private static double recall(List<String> ranked, Map<String, Integer> grades) {
    long found = ranked.stream().limit(DEPTH).filter(id -> grades.getOrDefault(id, 0) > 0).count();
    return (double) found / grades.values().stream().filter(grade -> grade > 0).count();
  }
}
