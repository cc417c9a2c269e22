package dev.headroom.worker.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.headroom.jobs.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What an extraction leaves for search. */
class FindableTest {
  private final TestTables tables = new TestTables();

  private Map<String, AttributeValue> written(Submission submission) throws Exception {
    assertThat(submission.outcome(tables)).isInstanceOf(Outcome.Completed.class);
    assertThat(tables.written()).hasSize(1);
    return tables.written().getFirst();
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    return item.getOrDefault(name, AttributeValue.fromS("nothing")).s();
  }

  @Test
  void a_chunk_that_matches_can_be_found_with_all_that_is_known_of_it() throws Exception {
    var item =
        written(
            Submission.of("nothing of the kind")
                .withDocument("zlib", "The zlib licence", "It comes as is.", "2024-01-15")
                .withCategory("Disclaimer", "as is"));

    assertThat(text(item, "owner")).matches("acme#\\d\\d");
    assertThat(text(item, "chunk_id")).isEqualTo("zlib_1");
    assertThat(text(item, "document_id")).isEqualTo("zlib");
    assertThat(text(item, "title")).isEqualTo("The zlib licence");
    assertThat(text(item, "chunk_text")).isEqualTo("It comes as is.");
    assertThat(item.get("categories_matched"))
        .isEqualTo(AttributeValue.fromL(List.of(AttributeValue.fromS("Disclaimer"))));
    assertThat(text(item, "created_at")).isEqualTo("2024-01-15T00:00:00.000Z");
  }

  @Test
  void nothing_is_left_when_the_job_says_so() throws Exception {
    var submission =
        Submission.of("copyleft").withCategory("copyleft").with("index", BooleanNode.FALSE);

    assertThat(submission.outcome(tables)).isInstanceOf(Outcome.Completed.class);

    assertThat(tables.written()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-31,                2026-11-20T12:00:00.000Z",
    "0000-01-01,                2026-11-20T12:00:00.000Z",
    "2026-01-31T23:59:60Z,      2026-11-20T12:00:00.000Z",
    "2026-01-31t10:00:00+02:00, 2026-01-31T08:00:00.000Z",
  })
  void a_time_that_cannot_be_is_now_and_fails_no_job(String createdAt, String kept)
      throws Exception {
    var item =
        written(
            Submission.of().withDocument("a", "a", "copyleft", createdAt).withCategory("copyleft"));

    assertThat(text(item, "created_at")).isEqualTo(kept);
  }

  @Test
  void whatever_the_schema_allows_can_be_kept() throws Exception {
    var submission =
        Submission.of()
            .withDocument("😀".repeat(200), "😀".repeat(500), "as \ud83d is", "2024-01-15")
            .withMinConfidence(0);
    for (int i = 0; i < 60; i++) {
      submission.withCategory("%02d".formatted(i) + "😀".repeat(198), "as");
    }

    var item = written(submission);

    assertThat(text(item, "chunk_text")).isEqualTo("as ? is");
    assertThat(text(item, "chunk_id")).hasSizeLessThanOrEqualTo(200);
    assertThat(item.getOrDefault("categories_matched", AttributeValue.fromNul(true)).l())
        .hasSize(50);
  }

  @Test
  void who_does_it_again_writes_the_same() throws Exception {
    var submission = Submission.of("copyleft", "copyleft").withCategory("copyleft");
    submission.outcome(tables);
    submission.outcome(tables);

    assertThat(tables.written()).hasSize(4);
    assertThat(tables.written().subList(2, 4)).isEqualTo(tables.written().subList(0, 2));
  }

  @Test
  void a_taxonomy_that_is_not_there_fails_the_job_by_its_name() throws Exception {
    var byName = Submission.of("a").withoutTaxonomy().with("taxonomy_id", new TextNode("licences"));
    var byNumber = Submission.of("a").withoutTaxonomy().with("taxonomy_id", new IntNode(123));

    assertThat(byName.outcome(tables))
        .isEqualTo(new Outcome.Failed("There is no taxonomy \"licences\"."));
    assertThat(byNumber.outcome(tables))
        .isEqualTo(new Outcome.Failed("There is no taxonomy \"123\"."));
  }
}
