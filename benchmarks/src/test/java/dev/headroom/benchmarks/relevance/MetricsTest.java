package dev.headroom.benchmarks.relevance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final Offset<Double> CLOSE = within(1e-6);

  @Test
  void the_gain_is_the_grade_itself() {
    // (1 / log2(2) + 0 + 3 / log2(4)) / (3 / log2(2) + 2 / log2(3) + 1 / log2(4)) = 2.5 / 4.761860
    var metrics = Metrics.of(List.of("a", "x", "c"), Map.of("a", 1, "b", 2, "c", 3));

    assertThat(metrics.ndcg()).isCloseTo(0.525005, CLOSE);
    assertThat(metrics.recall()).isCloseTo(2 / 3.0, CLOSE);
  }

  @Test
  void the_best_order_has_1() {
    var metrics = Metrics.of(List.of("b", "a"), Map.of("a", 1, "b", 2));

    assertThat(metrics).isEqualTo(new Metrics(1, 1));
  }

  @Test
  void nothing_found_has_0() {
    assertThat(Metrics.of(List.of(), Map.of("a", 1))).isEqualTo(new Metrics(0, 0));
  }

  @Test
  void what_is_judged_not_relevant_neither_gains_nor_loses() {
    // 1 / log2(3)
    var metrics = Metrics.of(List.of("bad", "a"), Map.of("a", 1, "bad", -1, "poor", 0));

    assertThat(metrics.ndcg()).isCloseTo(0.630930, CLOSE);
    assertThat(metrics.recall()).isEqualTo(1);
  }

  @Test
  void gain_ends_at_rank_10_and_recall_at_rank_100() {
    assertThat(Metrics.of(after(9), Map.of("a", 1)).ndcg()).isCloseTo(0.289065, CLOSE);
    assertThat(Metrics.of(after(10), Map.of("a", 1)).ndcg()).isZero();
    assertThat(Metrics.of(after(99), Map.of("a", 1)).recall()).isEqualTo(1);
    assertThat(Metrics.of(after(100), Map.of("a", 1)).recall()).isZero();
  }

  @Test
  void more_relevant_documents_than_ranks_can_still_have_1() {
    List<String> ids = IntStream.range(0, 12).mapToObj(Integer::toString).toList();
    Map<String, Integer> grades = ids.stream().collect(Collectors.toMap(id -> id, _ -> 1));

    assertThat(Metrics.of(ids, grades)).isEqualTo(new Metrics(1, 1));
  }

  @Test
  void a_document_ranked_twice_is_refused() {
    assertThatThrownBy(() -> Metrics.of(List.of("a", "a"), Map.of("a", 1)))
        .isInstanceOf(IllegalStateException.class);
  }

  /** The document "a" behind so many others. */
  private static List<String> after(int others) {
    return Stream.concat(IntStream.range(0, others).mapToObj(i -> "other" + i), Stream.of("a"))
        .toList();
  }
}
