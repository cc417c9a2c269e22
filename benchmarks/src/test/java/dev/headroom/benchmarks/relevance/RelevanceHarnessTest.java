package dev.headroom.benchmarks.relevance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.benchmarks.relevance.Collection.Query;
import dev.headroom.benchmarks.relevance.RelevanceHarness.Entrant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelevanceHarnessTest {
  @TempDir private Path folder;

  @Test
  void plain_bm25_finds_stems_in_title_and_text_and_any_word_will_do() throws IOException {
    try (Ranker ranker = PlainBm25.open(collection())) {
      assertThat(ranker.rank("the lifting wings", 10)).containsExactly("wing", "lift");
      assertThat(ranker.rank("wings", 1)).containsExactly("wing");
      assertThat(ranker.rank("the", 10)).isEmpty();
    }
  }

  @Test
  void a_ranker_is_held_against_the_first() throws IOException {
    var harness =
        new RelevanceHarness(
            List.of(new Entrant("blind", _ -> new Blind()), new Entrant("BM25", PlainBm25::open)),
            new Random(1));

    var results = harness.measure(collection());

    assertThat(results.getFirst().ndcg()).isZero();
    assertThat(results.getFirst().ndcgChance()).isEqualTo(1);
    assertThat(results.getLast().ndcg()).isEqualTo(1);
    // All ten differ: by chance in 2 of 1,024 cases.
    assertThat(results.getLast().ndcgChance()).isBetween(0.0005, 0.005);
  }

  private Collection collection() throws IOException {
    Path corpus = folder.resolve("corpus.jsonl");
    Files.writeString(
        corpus,
        """
        {"_id": "heat", "title": "", "text": "Heat of a nozzle"}
        {"_id": "lift", "title": "Of lift", "text": "and of drag, by tunnel and by flight"}
        {"_id": "wing", "title": "Wing", "text": "lift of a wing"}
        """);
    return new Collection(
        "small",
        corpus,
        IntStream.range(0, 10)
            .mapToObj(i -> new Query("q" + i, "heat", Map.of("heat", 1)))
            .toList());
  }

  private static final class Blind implements Ranker {
    @Override
    public List<String> rank(String query, int depth) {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
