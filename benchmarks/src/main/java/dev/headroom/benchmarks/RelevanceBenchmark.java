package dev.headroom.benchmarks;

import dev.headroom.benchmarks.relevance.Collection;
import dev.headroom.benchmarks.relevance.RelevanceHarness;
import dev.headroom.benchmarks.relevance.RelevanceHarness.Result;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;

/** How well search finds, beside plain BM25, on the collections in a folder. */
final class RelevanceBenchmark {
  /** Any will do; the same each time, for a run to be repeated to the last digit. */
  private static final long SEED = 20_070_611;

  private final Path folder;
  private final PrintStream out;

  RelevanceBenchmark(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  /** Measures, and says what was found in Markdown. */
  String run() throws IOException {
    var report = new StringBuilder(head());
    for (Collection collection : Collection.in(folder)) {
      out.printf("%s, %d queries%n", collection.name(), collection.queries().size());
      var results = new RelevanceHarness(new Random(SEED)).measure(collection);
      report.append(
          "## %s, %d queries%n%n%s"
              .formatted(collection.name(), collection.queries().size(), table(results)));
    }
    return report.toString().stripTrailing() + "\n";
  }

  private static Table table(List<Result> results) {
    var table =
        new Table("ranker", "nDCG@10", "change", "p", "Recall@100", "change", "p", "ms a query");
    Result first = results.getFirst();
    for (Result result : results) {
      table.row(
          result.ranker(),
          "%.4f".formatted(result.ndcg()),
          change(result.ndcg(), first.ndcg()),
          "%.4f".formatted(result.ndcgChance()),
          "%.4f".formatted(result.recall()),
          change(result.recall(), first.recall()),
          "%.4f".formatted(result.recallChance()),
          "%.2f".formatted(result.millis()));
    }
    return table;
  }

  private static String change(double figure, double first) {
    return "%+.1f %%".formatted(100 * (figure / first - 1));
  }

  private static String head() {
    return """
        # How well search finds

        Measured %s by `mvn -Pbenchmark -Donly=relevance -Dcollection=FOLDER`
        on %s.

        Means over the queries that have a relevant document. The gain of a document is its grade,
        as in trec_eval and BEIR. p: of a difference to the first line at least this large, if the
        two rankers were alike (paired randomization, 10,000 rounds).

        """
        .formatted(Instant.now().truncatedTo(ChronoUnit.SECONDS), Machine.here());
  }
}
