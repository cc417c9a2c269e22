package dev.headroom.worker.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfidenceTest {
  private static final String FILLER = "Nothing of interest stands in this sentence at all. ";

  @Test
  void one_explicit_keyword_in_the_only_chunk_is_a_match() throws Exception {
    var result =
        Submission.of("Provided without any warranty.").withCategory("A", "warranty").run();

    assertThat(result.path("categories").path(0).path("chunks").asInt()).isEqualTo(1);
    assertThat(result.path("chunks").path(0).path("confidence_score").asDouble()).isEqualTo(0.75);
  }

  @Test
  void a_phrase_gives_more_confidence_than_a_word() throws Exception {
    assertThat(score("in the public domain", "public domain")).isEqualTo(0.9);
    assertThat(score("in the public domain", "domain")).isEqualTo(0.75);
  }

  @Test
  void a_text_with_nothing_of_a_category_scores_0_and_never_matches() throws Exception {
    var submission = Submission.of(FILLER).withCategory("Copyleft", "share alike");

    assertThat(submission.score("Copyleft")).isZero();
    assertThat(submission.withMinConfidence(0).run().path("chunks")).isEmpty();
  }

  @Test
  void a_keyword_in_every_chunk_of_many_still_matches() throws Exception {
    var texts = new String[500];
    Arrays.setAll(texts, i -> "Text " + i + " is about a warranty.");

    var result = Submission.of(texts).withCategory("A", "warranty").run();

    assertThat(result.path("chunks_matched").asInt()).isEqualTo(500);
    assertThat(result.path("categories").path(0).path("mean_confidence").asDouble())
        .isBetween(0.56, 0.65);
  }

  @Test
  void a_rare_keyword_gives_more_confidence_than_a_common_one() throws Exception {
    var texts = new String[200];
    Arrays.setAll(texts, i -> i == 0 ? "A warranty and a notice." : "A notice.");
    var scores =
        Submission.of(texts)
            .withCategory("Rare", "warranty")
            .withCategory("Common", "notice")
            .run()
            .path("chunks")
            .path(0)
            .path("category_scores");

    assertThat(scores.path("Rare").asDouble()).isGreaterThan(scores.path("Common").asDouble());
  }

  @Test
  void a_keyword_of_two_categories_counts_less_for_each_but_still_matches_both() throws Exception {
    var submission =
        Submission.of("A notice.").withCategory("A", "notice").withCategory("B", "notice");

    assertThat(submission.score("A")).isEqualTo(0.5303).isEqualTo(submission.score("B"));
  }

  @Test
  void a_word_of_anothers_description_hardly_weakens_a_keyword() throws Exception {
    var submission =
        Submission.of("A warranty.")
            .withCategory("A", "warranty")
            .withDescribedCategory("B", "Unlike a warranty.");

    assertThat(submission.score("A")).isCloseTo(0.75, within(0.06));
    assertThat(submission.score("B")).isLessThan(0.1);
  }

  @Test
  void two_words_of_a_name_are_just_enough_and_one_is_not() throws Exception {
    assertThat(named("Warranty disclaimer", "A disclaimer.")).isEqualTo(0.3);
    assertThat(named("Warranty disclaimer", "A disclaimer of any warranty.")).isEqualTo(0.51);
    assertThat(named("Warranty disclaimer", "A warranty disclaimer.")).isEqualTo(0.951);
  }

  @Test
  void words_that_carry_no_topic_are_no_keywords_in_names_and_descriptions() throws Exception {
    assertThat(named("Limitation of it", "All of it.")).isZero();
    assertThat(described("What is it of, and by whom?", "Of it, and what by whom is it?")).isZero();
  }

  @Test
  void a_name_that_carries_no_topic_is_ignored_unless_it_is_a_listed_keyword() throws Exception {
    assertThat(named("IT", "It is a pity.")).isZero();
    assertThat(Submission.of("It is a pity.").withCategory("IT", "it").score("IT")).isEqualTo(0.75);
  }

  @Test
  void it_takes_seven_words_of_a_description() throws Exception {
    String words = "copies files portions manuals works programs";

    assertThat(described(words + " libraries", words)).isLessThan(0.5);
    assertThat(described(words + " libraries", words + " library")).isGreaterThan(0.5);
  }

  @Test
  void repeating_a_keyword_helps_less_and_less() throws Exception {
    double once = score("warranty", "warranty");
    double twice = score("warranty, warranty", "warranty");
    double often = score("warranty ".repeat(80), "warranty");

    assertThat(twice).isGreaterThan(once);
    assertThat(often).isGreaterThan(twice).isLessThan(0.96);
    assertThat(twice - once).isGreaterThan(often - twice - 0.05);
  }

  @Test
  void more_evidence_never_lowers_the_score() throws Exception {
    var random = new Random(20260101);
    var evidence =
        List.of("warranty", "disclaimer", "warranty disclaimer", "as is", "kind", "damage", "tree");
    for (int round = 0; round < 100; round++) {
      var text = new StringBuilder();
      double before = 0;
      var added = new ArrayList<String>();
      for (int i = 0; i < 15; i++) {
        added.add(evidence.get(random.nextInt(evidence.size())));
        text.append(added.getLast()).append(random.nextBoolean() ? " " : ", then ");
        double after =
            Submission.of(text.toString())
                .withCategory("Warranty disclaimer", "as is", "warranty", "any kind", "is as")
                .withCategory("Damage", "damage", "warranty")
                .score("Warranty disclaimer");
        assertThat(after).as("%s", added).isGreaterThanOrEqualTo(before);
        before = after;
      }
    }
  }

  private static double score(String text, String keyword) throws Exception {
    return Submission.of(text).withCategory("Category", keyword).score("Category");
  }

  private static double named(String name, String text) throws Exception {
    return Submission.of(text).withCategory(name).score(name);
  }

  private static double described(String description, String text) throws Exception {
    return Submission.of(text).withDescribedCategory("Category", description).score("Category");
  }
}
