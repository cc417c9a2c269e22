package dev.headroom.local.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.local.lambda.Outcome;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchResultTest {
  private static final Set<String> BATCH = Set.of("a", "b", "c");

  private static Set<String> done(String payload) {
    return BatchResult.done(BATCH, new Outcome.Succeeded(payload), true);
  }

  @Test
  void all_but_the_named_are_done() {
    assertThat(done("{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"}]}"))
        .containsExactlyInAnyOrder("a", "c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "{}", "{\"batchItemFailures\":[]}", "{\"batchItemFailures\":null}"})
  void no_failures_named_is_success(String payload) {
    assertThat(done(payload)).isEqualTo(BATCH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"unknown\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
        "{\"batchItemFailures\":[{\"wrongName\":\"a\"}]}",
        "not json"
      })
  void an_answer_that_makes_no_sense_fails_the_batch(String payload) {
    assertThat(done(payload)).isEmpty();
  }

  @Test
  void a_batch_whose_source_reports_no_failures_is_all_or_nothing() {
    var partly = new Outcome.Succeeded("{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"}]}");
    assertThat(BatchResult.done(BATCH, partly, false)).isEqualTo(BATCH);
    assertThat(BatchResult.done(BATCH, new Outcome.Failed("E", "m"), false)).isEmpty();
    assertThat(BatchResult.done(BATCH, new Outcome.Failed("E", "m"), true)).isEmpty();
  }
}
