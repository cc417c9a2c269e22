package dev.headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import dev.headroom.json.Json;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may ask for, and how it is told what it may not. */
class SubmissionTest {
  private static final JobOptions USUAL = JobOptions.DEFAULT;

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) Json.SNAKE_CASE.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Submission aWish() {
    return Submission.of("noop", json("{}"));
  }

  private static List<FieldError> faults(ThrowingCallable attempt) {
    var thrown = catchThrowable(attempt);
    assertThat(thrown).isInstanceOf(HeadroomException.Invalid.class);
    return ((HeadroomException.Invalid) thrown).errors();
  }

  @Test
  void the_bounds_themselves_are_allowed() {
    for (int attempts : new int[] {1, 10}) {
      assertThat(USUAL.withMaxAttempts(attempts).maxAttempts()).isEqualTo(attempts);
    }
    for (Duration timeout : List.of(Duration.ofMillis(1), Duration.ofDays(1))) {
      assertThat(USUAL.withTimeout(timeout).timeout()).isEqualTo(timeout);
    }
    for (Duration delay : List.of(Duration.ZERO, Duration.ofDays(7))) {
      assertThat(aWish().after(delay).delay()).isEqualTo(delay);
    }
    List<String> tags = Collections.nCopies(20, "x".repeat(64));
    assertThat(USUAL.withTags(tags).tags()).isEqualTo(tags);
    assertThat(aWish().under("k").idempotencyKey()).hasValue("k");
    assertThat(aWish().under("k".repeat(200)).idempotencyKey()).hasValue("k".repeat(200));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 11, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void attempts_are_one_to_ten(int attempts) {
    assertThat(faults(() -> USUAL.withMaxAttempts(attempts)))
        .containsExactly(new FieldError("max_attempts", "must be from 1 to 10; got " + attempts));
  }

  @ParameterizedTest
  @CsvSource({"PT0S,0", "PT-1S,-1", "PT24H1S,86401", "PT1000000H,3600000000"})
  void an_attempt_may_take_up_to_a_day(Duration timeout, long seconds) {
    assertThat(faults(() -> USUAL.withTimeout(timeout)))
        .containsExactly(
            new FieldError("timeout_seconds", "must be from 1 to 86400; got " + seconds));
  }

  @ParameterizedTest
  @CsvSource({"PT-0.001S,-1", "PT168H1S,604801"})
  void a_delay_is_up_to_a_week(Duration delay, long seconds) {
    assertThat(faults(() -> aWish().after(delay)))
        .containsExactly(
            new FieldError("delay_seconds", "must be from 0 to 604800; got " + seconds));
  }

  @Test
  void tags_are_few_and_short() {
    var fault = new FieldError("tags", "must be at most 20 texts of 1 to 64 characters");

    assertThat(faults(() -> USUAL.withTags(Collections.nCopies(21, "x")))).containsExactly(fault);
    assertThat(faults(() -> USUAL.withTags(List.of("x".repeat(65))))).containsExactly(fault);
    assertThat(faults(() -> USUAL.withTags(List.of("")))).containsExactly(fault);
    assertThat(faults(() -> USUAL.withTags(List.of(" ")))).containsExactly(fault);
    assertThat(faults(() -> USUAL.withTags(Collections.singletonList(null))))
        .containsExactly(fault);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void an_idempotency_key_is_something(String key) {
    assertThat(faults(() -> aWish().under(key)))
        .containsExactly(new FieldError("Idempotency-Key", "must have 1 to 200 characters"));
  }

  @Test
  void an_idempotency_key_is_bounded() {
    assertThat(faults(() -> aWish().under("k".repeat(201))))
        .extracting(FieldError::field)
        .containsExactly("Idempotency-Key");
  }

  @Test
  void every_fault_is_told() {
    assertThat(faults(() -> new JobOptions(Priority.LOW, 0, Duration.ofDays(2), List.of(""))))
        .extracting(FieldError::field)
        .containsExactly("max_attempts", "timeout_seconds", "tags");
    assertThat(
            faults(
                () ->
                    new Submission("noop", json("{}"), USUAL, Duration.ofDays(8), Optional.of(""))))
        .extracting(FieldError::field)
        .containsExactly("delay_seconds", "Idempotency-Key");
  }

  @Test
  void the_same_wish_has_the_same_fingerprint_whatever_the_order_of_its_names() {
    var one = Submission.of("noop", json("{\"a\":{\"x\":1,\"y\":2},\"b\":[1,2]}"));
    var same = Submission.of("noop", json("{\"b\":[1,2],\"a\":{\"y\":2,\"x\":1}}"));

    assertThat(one.fingerprint()).isEqualTo(same.fingerprint());
    assertThat(one.under("key").fingerprint()).isEqualTo(same.fingerprint());
  }

  @Test
  void another_wish_has_another_fingerprint() {
    var wish = Submission.of("noop", json("{\"a\":[1,2]}"));

    assertThat(
            List.of(
                wish,
                Submission.of("noop", json("{\"a\":[2,1]}")),
                Submission.of("noop", json("{\"a\":[1,2],\"b\":null}")),
                Submission.of("noop", json("{\"a\":[\"1\",2]}")),
                Submission.of("extraction", json("{\"a\":[1,2]}")),
                wish.with(USUAL.withPriority(Priority.HIGH)),
                wish.with(USUAL.withMaxAttempts(9)),
                wish.with(USUAL.withTimeout(Duration.ofSeconds(9))),
                wish.with(USUAL.withTags(List.of("a", "b"))),
                wish.with(USUAL.withTags(List.of("a, b"))),
                wish.after(Duration.ofSeconds(9))))
        .extracting(Submission::fingerprint)
        .doesNotHaveDuplicates();
  }

  @Test
  void an_id_that_is_made_of_a_key_belongs_to_one_tenant_and_key() {
    assertThat(
            List.of(
                JobId.of("acme", "key"),
                JobId.of("acm", "ekey"),
                JobId.of("acme", "key2"),
                JobId.of("other", "key")))
        .doesNotHaveDuplicates()
        .allMatch(JobId::isOne);
    assertThat(JobId.of("acme", "key")).isEqualTo(JobId.of("acme", "key"));
  }

  @Test
  void parameters_are_held_against_the_types_schema_and_every_fault_is_named() {
    var types = new JobTypes();

    assertThat(faults(() -> types.check("noop", json("{\"seconds\":-1,\"note\":7}"))))
        .extracting(FieldError::field)
        .containsExactlyInAnyOrder("parameters.seconds", "parameters.note");
    assertThat(faults(() -> types.check("nonsense", json("{}"))))
        .containsExactly(
            new FieldError(
                "job_type",
                "must be one of %s; got \"nonsense\""
                    .formatted(String.join(", ", types.all().keySet()))));
    assertThatThrownBy(() -> types.check("x".repeat(1_000_000), json("{}")))
        .satisfies(refusal -> assertThat(refusal.toString().length()).isLessThan(1_000));
  }
}
