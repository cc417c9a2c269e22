package dev.headroom.benchmarks.relevance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Has each ranker answer each query of a collection, and compares it with the first. */
public final class RelevanceHarness {
  /** Who is compared; the first is what the others are held against. */
  private static final List<Entrant> ENTRANTS =
      List.of(
          new Entrant("plain BM25", PlainBm25::open),
          new Entrant("Headroom", HeadroomSearch::open));

  private final List<Entrant> entrants;
  private final RandomGenerator chance;

  /** Of the rankers that there are. */
  public RelevanceHarness(RandomGenerator chance) {
    this(ENTRANTS, chance);
  }

  RelevanceHarness(List<Entrant> entrants, RandomGenerator chance) {
    this.entrants = List.copyOf(entrants);
    this.chance = chance;
  }

  record Entrant(String name, Ranker.Opening opening) {}

  /**
   * What one ranker made of one collection, on the mean of its queries.
   *
   * @param ndcg nDCG@10
   * @param recall Recall@100
   * @param ndcgChance the p-value of the difference to the first ranker's
   * @param recallChance likewise
   * @param millis that a query took, the median of a second round
   */
  public record Result(
      String ranker,
      double ndcg,
      double recall,
      double ndcgChance,
      double recallChance,
      double millis) {}

  /** One result for each ranker, the first ranker's first. */
  public List<Result> measure(Collection collection) throws IOException {
    var runs = new ArrayList<Run>();
    for (Entrant entrant : entrants) {
      runs.add(run(entrant, collection));
    }
    return runs.stream().map(run -> result(run, runs.getFirst())).toList();
  }

  private record Run(String ranker, double[] ndcg, double[] recall, double millis) {}

  private static Run run(Entrant entrant, Collection collection) throws IOException {
    try (Ranker ranker = entrant.opening().open(collection)) {
      var metrics = new ArrayList<Metrics>();
      for (var query : collection.queries()) {
        metrics.add(Metrics.of(ranker.rank(query.text(), Metrics.DEPTH), query.grades()));
      }
      return new Run(
          entrant.name(),
          metrics.stream().mapToDouble(Metrics::ndcg).toArray(),
          metrics.stream().mapToDouble(Metrics::recall).toArray(),
          median(ranker, collection));
    }
  }

  private static double median(Ranker ranker, Collection collection) throws IOException {
    var nanos = new ArrayList<Long>();
    for (var query : collection.queries()) {
      long start = System.nanoTime();
      var _ = ranker.rank(query.text(), Metrics.DEPTH);
      nanos.add(System.nanoTime() - start);
    }
    return nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow() / 1e6;
  }

  private Result result(Run run, Run first) {
    return new Result(
        run.ranker(),
        mean(run.ndcg()),
        mean(run.recall()),
        Significance.of(run.ndcg(), first.ndcg(), chance),
        Significance.of(run.recall(), first.recall(), chance),
        run.millis());
  }

  private static double mean(double[] figures) {
    return Arrays.stream(figures).average().orElseThrow();
  }
}
