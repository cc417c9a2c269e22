package dev.headroom.worker.extraction.chunking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkerTest {
  private static final int TARGET = 200;

  @Test
  void a_short_text_is_one_chunk_without_the_white_space_around_it() {
    assertThat(chunks("\r\n  Hello, world. It is I.\u00a0\n"))
        .containsExactly("Hello, world. It is I.");
  }

  @Test
  void a_text_without_words_has_no_chunks() {
    assertThat(chunks("")).isEmpty();
    assertThat(chunks(" \t\r\n\u3000\n")).isEmpty();
    assertThat(chunks("-----\n\n*** ... ***\n".repeat(100))).isEmpty();
  }

  @Test
  void an_emoji_is_a_word() {
    assertThat(chunks("🎉")).containsExactly("🎉");
  }

  @Test
  void paragraphs_that_fit_together_share_a_chunk_and_one_that_does_not_begins_the_next() {
    String first = "First one. ".repeat(6).strip();
    String second = "Second two. ".repeat(6).strip();
    String third = "Third three. ".repeat(8).strip();

    assertThat(chunks(first + "\r\n\r\n" + second + "\n \n\n" + third))
        .containsExactly(first + "\r\n\r\n" + second, third);
  }

  @Test
  void a_heading_goes_with_what_it_heads() {
    String before = "Something else goes on here. ".repeat(6).strip();
    String body = "What is headed stands here. ".repeat(6).strip();

    assertThat(chunks(before + "\n\nHeading\n\n" + body))
        .containsExactly(before, "Heading\n\n" + body);
  }

  @Test
  void a_long_paragraph_is_cut_between_sentences() {
    String sentence = "This sentence has some sixty characters, give or take a few. ";

    assertThat(chunks(sentence.repeat(20)))
        .allSatisfy(chunk -> assertThat(chunk).startsWith("This").endsWith("few."));
  }

  @Test
  void a_number_stays_with_what_it_numbers() {
    String item = "Whoever passes this on shall hold to the following of these conditions. ";

    assertThat(chunks(item.repeat(2) + "\n1. " + item.repeat(2) + "\n2. " + item.repeat(2)))
        .containsExactly(
            item.repeat(2).strip(),
            ("1. " + item.repeat(2)).strip(),
            ("2. " + item.repeat(2)).strip());
  }

  @Test
  void a_short_rest_joins_the_chunk_before_it() {
    String body = "This sentence has some sixty characters, give or take a few. ".repeat(3);

    assertThat(chunks(body + "The end.")).containsExactly(body + "The end.");
  }

  @Test
  void a_sentence_that_is_too_long_is_cut_at_white_space() {
    assertThat(chunks("word ".repeat(500)))
        .hasSizeGreaterThan(10)
        .allSatisfy(chunk -> assertThat(chunk).matches("word( word)*"));
  }

  @Test
  void a_word_that_is_too_long_is_cut_between_characters_and_never_within_one() {
    var chunks = chunks("a" + "😀".repeat(1_000));

    assertThat(String.join("", chunks)).isEqualTo("a" + "😀".repeat(1_000));
    assertThat(chunks)
        .allSatisfy(chunk -> assertThat(chunk.codePoints()).noneMatch(ChunkerTest::isHalf));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 333, 800, 4_000})
  void whatever_the_text_chunks_are_bounded_ordered_and_leave_no_word_out(int target) {
    var random = new Random(target);
    for (int round = 0; round < 150; round++) {
      String text = RandomText.of(random, 20_000);
      assertHolds(text, target);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a", "a ", ". ", ".)", "A. b ", "\n", "a\n\n", "a\r\n", "。", "😀", "? \"", "1.\n", "\u0301"
      })
  void two_megabytes_of_anything_take_linear_time(String unit) {
    String text = unit.repeat(2_000_000 / unit.length());

    assertHolds(text, 800);
  }

  private static void assertHolds(String text, int target) {
    int covered = 0;
    for (var chunk : Chunker.chunks(text, target)) {
      assertThat(chunk.start()).isGreaterThanOrEqualTo(covered);
      assertThat(chunk.length()).isBetween(1, target + target / 2);
      assertThat(chunk.hasWord(text)).isTrue();
      assertThat(chunk).isEqualTo(Span.trimmed(text, chunk.start(), chunk.end()));
      assertThat(hasWord(text.substring(covered, chunk.start()))).as("a word left out").isFalse();
      assertThat(splitsPair(text, chunk.start()) || splitsPair(text, chunk.end())).isFalse();
      covered = chunk.end();
    }
    assertThat(hasWord(text.substring(covered))).as("a word left out").isFalse();
  }

  private static boolean hasWord(String text) {
    return new Span(0, text.length()).hasWord(text);
  }

  private static boolean splitsPair(String text, int at) {
    return at > 0
        && at < text.length()
        && Character.isHighSurrogate(text.charAt(at - 1))
        && Character.isLowSurrogate(text.charAt(at));
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static List<String> chunks(String text) {
    return Chunker.chunks(text, TARGET).stream().map(chunk -> chunk.of(text)).toList();
  }
}
