package dev.headroom.worker.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.worker.extraction.chunking.RandomText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExtractionTest {
  private static final String GRANT =
      "You may use, copy and change this program for whatever you like, and pay nothing for it. "
          + "This permission is granted to everyone.";
  private static final String DISCLAIMER =
      "The program comes as is. The authors give no warranty, express or implied, and do not say "
          + "that it is fit for a particular purpose.";
  private static final String COPYLEFT =
      "Whoever passes on a changed program does so under this same licence, and adds the complete "
          + "source code. We call this copyleft.";

  @Test
  void each_passage_of_a_licence_is_found_under_its_own_category() throws Exception {
    var result =
        licenceTerms()
            .withDocument("grant", GRANT)
            .withDocument("disclaimer", DISCLAIMER)
            .withDocument("copyleft", COPYLEFT)
            .run();

    assertThat(result.path("chunks_total").asInt()).isEqualTo(3);
    assertThat(result.path("chunks_matched").asInt()).isEqualTo(3);
    assertThat(best(result, 0)).isEqualTo("Permission");
    assertThat(best(result, 1)).isEqualTo("Warranty disclaimer");
    assertThat(best(result, 2)).isEqualTo("Copyleft");
    assertThat(result.path("chunks"))
        .allSatisfy(chunk -> assertThat(chunk.path("categories_matched")).hasSize(1));
  }

  @Test
  void the_result_tells_where_each_chunk_stands() throws Exception {
    String text = "\n  " + "Unrelated words. ".repeat(23) + "\n\n" + COPYLEFT + "\n";
    var result =
        licenceTerms()
            .withChunkSize(400)
            .withDocument("a/1", "A title", text, "2026-01-31T12:00:00Z")
            .run();

    var chunk = result.path("chunks").path(0);
    int start = chunk.path("start").asInt();
    assertThat(chunk.path("chunk_text").asText()).isEqualTo(COPYLEFT);
    assertThat(text.substring(start, chunk.path("end").asInt())).isEqualTo(COPYLEFT);
    assertThat(chunk.path("document_id").asText()).isEqualTo("a/1");
    assertThat(chunk.path("document_title").asText()).isEqualTo("A title");
    assertThat(chunk.path("created_at").asText()).isEqualTo("2026-01-31T12:00:00Z");
    assertThat(chunk.path("chunk_id").asText()).matches("a_1-[0-9a-f]{16}_2");
    assertThat(result.path("documents").asInt()).isEqualTo(1);
    assertThat(result.path("characters").asInt()).isEqualTo(text.length());
    assertThat(result.path("taxonomy").asText()).isEqualTo("test");
  }

  @Test
  void a_document_without_id_title_and_date_is_called_after_its_text() throws Exception {
    var chunks =
        Submission.of("copyleft", "", "copyleft", "copyleft!")
            .withCategory("Copyleft")
            .run()
            .path("chunks");

    String hash = "doc_112683fd96ba1337";
    assertThat(chunks.findValuesAsText("document_id"))
        .containsExactly(hash, hash + "-2", "doc_a3f8e7324a9cc32e");
    assertThat(chunks.path(1).path("chunk_id").asText()).isEqualTo(hash + "-2_1");
    assertThat(chunks.path(0).path("document_title").isNull()).isTrue();
    assertThat(chunks.path(0).path("created_at").isNull()).isTrue();
  }

  @Test
  void a_category_without_chunks_has_no_mean_confidence() throws Exception {
    var categories =
        Submission.of("copyleft")
            .withCategory("Copyleft")
            .withCategory("Patent")
            .run()
            .path("categories");

    assertThat(categories.path(0).path("chunks").asInt()).isEqualTo(1);
    assertThat(categories.path(0).path("mean_confidence").asDouble()).isEqualTo(0.75);
    assertThat(categories.path(1).path("chunks").asInt()).isZero();
    assertThat(categories.path(1).path("mean_confidence").isNull()).isTrue();
  }

  @Test
  void only_selected_categories_are_matched_and_reported_and_score_as_they_would_among_all()
      throws Exception {
    String both = GRANT + " " + COPYLEFT;
    var all = licenceTerms().withDocument("a", both).run();
    var some = licenceTerms().withDocument("a", both).selecting("Copyleft").run();

    var chunk = some.path("chunks").path(0);
    assertThat(names(some.path("categories"))).containsExactly("Copyleft");
    assertThat(chunk.path("categories_matched")).hasSize(1);
    assertThat(chunk.path("category_scores").path("Copyleft"))
        .isEqualTo(all.path("chunks").path(0).path("category_scores").path("Copyleft"));
    assertThat(chunk.path("category_scores").has("Permission")).isFalse();
  }

  @Test
  void documents_without_words_are_counted_and_yield_nothing() throws Exception {
    var result = licenceTerms().withDocument("a", "").withDocument("b", " \r\n\t ... ").run();

    assertThat(result.path("documents").asInt()).isEqualTo(2);
    assertThat(result.path("chunks_total").asInt()).isZero();
    assertThat(result.path("chunks")).isEmpty();
  }

  @Test
  void other_scripts_are_matched_as_they_are_written() throws Exception {
    var result =
        Submission.of("本ソフトウェアは無保証で提供されます。", "Срок действия 🎉 лицензии.")
            .withCategory("保証", "無保証")
            .withCategory("Party", "🎉")
            .run();

    assertThat(best(result, 0)).isEqualTo("保証");
    assertThat(best(result, 1)).isEqualTo("Party");
  }

  @Test
  void the_same_input_gives_the_same_result_and_every_chunk_has_an_id_of_its_own()
      throws Exception {
    var random = new Random(42);
    var submission =
        Submission.of().withCategory("Licence", "licence", "許可", "🎉").withChunkSize(200);
    for (int i = 0; i < 20; i++) {
      submission.withDocument("d" + "_1".repeat(i) + "?", RandomText.of(random, 5_000));
      submission.withDocument("d" + "_1".repeat(i) + "!", RandomText.of(random, 5_000));
    }

    var result = submission.run();

    assertThat(submission.run()).isEqualTo(result);
    var ids = new HashSet<String>();
    assertThat(result.path("chunks"))
        .hasSizeGreaterThan(100)
        .allSatisfy(
            chunk -> {
              assertThat(chunk.path("chunk_id").asText()).matches("[A-Za-z0-9_-]+");
              assertThat(ids.add(chunk.path("chunk_id").asText())).isTrue();
            });
  }

  @Test
  void two_megabytes_on_one_line_stay_within_the_bounds() throws Exception {
    var result = licenceTerms().withDocument("a", "copyleft and so on ".repeat(100_000)).run();

    assertThat(result.path("chunks"))
        .hasSizeGreaterThan(1_500)
        .allSatisfy(
            chunk -> assertThat(chunk.path("chunk_text").asText()).hasSizeLessThanOrEqualTo(1_200));
  }

  @Test
  void progress_rises_to_the_end() throws Exception {
    var fractions = new ArrayList<Double>();
    licenceTerms()
        .withDocument("a", COPYLEFT.repeat(50))
        .withDocument("b", GRANT)
        .reportingTo((fraction, _) -> fractions.add(fraction))
        .run();

    assertThat(fractions).hasSizeGreaterThan(4).isSorted();
    assertThat(fractions.getFirst()).isPositive();
    assertThat(fractions.getLast()).isEqualTo(1);
  }

  @Test
  void a_job_that_is_to_stop_stops() {
    var submission =
        licenceTerms()
            .withDocument("a", COPYLEFT)
            .withDocument("b", COPYLEFT)
            .reportingTo((_, _) -> Thread.currentThread().interrupt());

    assertThatThrownBy(submission::run).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  private static Submission licenceTerms() {
    return Submission.of()
        .withCategory("Permission", "permission is granted", "use, copy and change")
        .withCategory("Warranty disclaimer", "as is", "no warranty", "express or implied")
        .withCategory("Copyleft", "share alike", "same licence", "complete source code")
        .withCategory("Patent", "patent claims");
  }

  private static String best(ObjectNode result, int chunk) {
    return result.path("chunks").path(chunk).path("categories_matched").path(0).asText();
  }

  private static List<String> names(JsonNode categories) {
    return categories.valueStream().map(category -> category.path("name").asText()).toList();
  }
}
