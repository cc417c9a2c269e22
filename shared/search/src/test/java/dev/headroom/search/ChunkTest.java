package dev.headroom.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException.Invalid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private static Chunk chunk(String id, String text, List<String> categories, double confidence) {
    return new Chunk(id, Optional.empty(), Optional.empty(), text, categories, confidence, NOON);
  }

  private static List<FieldError> refused(
      String id, String text, List<String> categories, double confidence) {
    return catchThrowableOfType(Invalid.class, () -> chunk(id, text, categories, confidence))
        .errors();
  }

  @Test
  void the_largest_is_allowed() {
    List<String> categories =
        IntStream.range(0, 50).mapToObj(i -> "%03d".formatted(i).repeat(66) + "xx").toList();

    var largest =
        new Chunk(
            "i".repeat(200),
            Optional.of("d".repeat(200)),
            Optional.of("t".repeat(500)),
            "😀".repeat(50_000),
            categories,
            1,
            NOON);

    assertThat(largest.categories()).isEqualTo(categories);
  }

  @Test
  void all_that_is_wrong_is_told_together() {
    var refusal =
        catchThrowableOfType(
            Invalid.class,
            () ->
                new Chunk(
                    "a\nb",
                    Optional.of("d".repeat(201)),
                    Optional.of("t".repeat(501)),
                    "x".repeat(50_001),
                    List.of("a", ""),
                    1.5,
                    Instant.MAX));

    assertThat(refusal.errors())
        .extracting(FieldError::field)
        .containsExactly(
            "chunk_id",
            "document_id",
            "title",
            "chunk_text",
            "categories_matched[1]",
            "confidence_score",
            "created_at");
    assertThat(refusal.errors())
        .contains(new FieldError("chunk_text", "must have 1 to 50,000 characters; got 50,001"));
  }

  @Test
  void half_a_surrogate_pair_is_refused_with_its_place() {
    assertThat(refused("a", "😀 \ud83d\ude00\ude00", List.of("x\ud83d"), 1))
        .containsExactly(
            new FieldError(
                "chunk_text", "must be well-formed Unicode; has a lone surrogate at character 6"),
            new FieldError(
                "categories_matched[0]",
                "must be well-formed Unicode; has a lone surrogate at character 2"));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.000001, Double.NaN, Double.POSITIVE_INFINITY})
  void the_confidence_is_a_fraction(double confidence) {
    assertThat(refused("a", "b", List.of(), confidence))
        .extracting(FieldError::field)
        .containsExactly("confidence_score");
  }

  @Test
  void a_confidence_that_no_table_holds_is_none() {
    assertThat(chunk("a", "b", List.of(), Double.MIN_VALUE).confidence()).isZero();
    assertThat(chunk("a", "b", List.of(), -0.0)).isEqualTo(chunk("a", "b", List.of(), 0));
  }

  @Test
  void a_category_is_named_once_in_the_order_given() {
    assertThat(chunk("a", "b", List.of("y", "x", "y"), 1).categories()).containsExactly("y", "x");
    assertThat(refused("a", "b", IntStream.range(0, 51).mapToObj(String::valueOf).toList(), 1))
        .containsExactly(
            new FieldError("categories_matched", "must have at most 50 categories; got 51"));
  }

  @Test
  void times_are_kept_to_the_millisecond() {
    var chunk =
        new Chunk(
            "a", Optional.empty(), Optional.empty(), "b", List.of(), 1, NOON.plusNanos(1_999_999));

    assertThat(chunk.createdAt()).isEqualTo(NOON.plusMillis(1));
  }
}
