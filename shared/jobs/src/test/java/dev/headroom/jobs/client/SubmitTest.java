package dev.headroom.jobs.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobId;
import dev.headroom.jobs.JobOptions;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobTable;
import dev.headroom.jobs.JobTypes;
import dev.headroom.jobs.NoObjects;
import dev.headroom.jobs.Payload;
import dev.headroom.jobs.Priority;
import dev.headroom.jobs.Submission;
import dev.headroom.jobs.client.Jobs.Answer;
import dev.headroom.jobs.store.Payloads;
import dev.headroom.json.Json;
import dev.headroom.local.recorder.CallRecorder;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How jobs come in: accepted once, and not lost from then on. */
class SubmitTest {
  private static JobTable table;
  private static Jobs jobs;

  private CallRecorder recorder;

  @BeforeAll
  static void open() {
    table = new JobTable();
    jobs = table.backend.jobs(new JobTypes());
  }

  @AfterAll
  static void close() {
    table.close();
  }

  @BeforeEach
  void clear() {
    table.clear();
    recorder = new CallRecorder();
  }

  private static Submission aWish() {
    return aWish("");
  }

  private static Submission aWish(String note) {
    ObjectNode parameters = Json.SNAKE_CASE.createObjectNode();
    parameters.put("note", note);
    return Submission.of("noop", parameters);
  }

  @AfterEach
  void stopRecording() {
    recorder.close();
  }

  private Map<String, Long> calls() {
    return recorder.attemptsOf("JobsApi");
  }

  private static List<FieldError> refusal(Answer answer) {
    return ((Answer.Rejected) answer).errors();
  }

  private static Job accepted(Answer answer) {
    return ((Answer.Accepted) answer).job();
  }

  @Test
  void a_job_is_one_write_and_one_message() {
    Job job = jobs.submit("acme", aWish("hello"));

    assertThat(calls()).isEqualTo(Map.of("PutItem", 1L, "SendMessage", 1L));
    assertThat(table.now(job)).isEqualTo(job);
    assertThat(table.queues.sentFor(job)).containsExactly(JobQueue.Message.of(job));
    assertThat(JobId.isOne(job.id())).isTrue();
  }

  @Test
  void what_no_schema_allows_costs_no_call() {
    assertThatThrownBy(() -> jobs.submit("acme", Submission.of("nonsense", aWish().parameters())))
        .isInstanceOf(HeadroomException.Invalid.class);

    assertThat(calls()).isEmpty();
  }

  @Test
  void a_job_whose_time_is_far_off_is_written_and_not_sent() {
    Job job = jobs.submit("acme", aWish().after(Duration.ofDays(7)));

    assertThat(calls()).isEqualTo(Map.of("PutItem", 1L));
    assertThat(table.due()).containsKey(job.id());
  }

  @Test
  void a_job_that_cannot_be_sent_is_accepted_and_a_sweep_sends_it() {
    table.queues.goDown();
    Job job = jobs.submit("acme", aWish());
    List<Job> more =
        jobs.submitAll("acme", List.of(aWish(), aWish())).stream()
            .map(SubmitTest::accepted)
            .toList();
    table.queues.comeBack();
    table.clock.advance(Duration.ofMinutes(1));

    assertThat(table.backend.sweep().run(() -> true).sent()).isEqualTo(3);

    assertThat(table.queues.sentFor(job)).hasSize(1);
    assertThat(more).allSatisfy(one -> assertThat(table.queues.sentFor(one)).hasSize(1));
  }

  @Test
  void the_same_wish_under_the_same_key_is_the_same_job_as_it_is_by_now() {
    Job job = jobs.submit("acme", aWish("a").under("key"));
    Job running = table.granted(job).job();
    table.clock.advance(Duration.ofHours(1));

    assertThat(jobs.submit("acme", aWish("a").under("key"))).isEqualTo(running);
    assertThat(table.queues.sentFor(job)).hasSize(1);
  }

  @Test
  void another_wish_under_the_same_key_is_refused() {
    Job job = jobs.submit("acme", aWish("a").under("key"));
    var urgent = JobOptions.DEFAULT.withPriority(Priority.URGENT);

    for (Submission other : List.of(aWish("b"), aWish("a").with(urgent))) {
      assertThatThrownBy(() -> jobs.submit("acme", other.under("key")))
          .isInstanceOfSatisfying(
              HeadroomException.Invalid.class,
              refusal ->
                  assertThat(refusal.errors())
                      .extracting(FieldError::field)
                      .containsExactly("Idempotency-Key"));
    }
    assertThat(table.now(job)).isEqualTo(job);
  }

  @Test
  void another_tenants_key_is_another_key() {
    Job ours = jobs.submit("acme", aWish().under("key"));
    Job theirs = jobs.submit("other", aWish().under("key"));

    assertThat(theirs.id()).isNotEqualTo(ours.id());
    assertThat(theirs.tenant()).isEqualTo("other");
  }

  @Test
  void without_a_key_the_same_wish_is_another_job() {
    assertThat(jobs.submit("acme", aWish()).id()).isNotEqualTo(jobs.submit("acme", aWish()).id());
  }

  @Test
  void of_many_at_once_under_one_key_all_have_the_same_job() throws Exception {
    List<Callable<Job>> submissions =
        Collections.nCopies(32, () -> jobs.submit("acme", aWish("a").under("key")));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Job> answers =
          threads.invokeAll(submissions).stream().map(Future::resultNow).distinct().toList();

      assertThat(answers).hasSize(1);
      assertThat(table.due().keySet()).containsExactly(answers.getFirst().id());
      assertThat(table.queues.sentFor(answers.getFirst())).isNotEmpty();
    }
  }

  @Test
  void of_many_wishes_at_once_under_one_key_one_is_accepted() throws Exception {
    List<Callable<Answer>> submissions =
        IntStream.range(0, 32)
            .<Callable<Answer>>mapToObj(
                number ->
                    () ->
                        jobs.submitAll("acme", List.of(aWish("wish " + number).under("key")))
                            .getFirst())
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Answer> answers =
          threads.invokeAll(submissions).stream().map(Future::resultNow).toList();

      assertThat(answers).filteredOn(Answer.Accepted.class::isInstance).hasSize(1);
    }
  }

  @Test
  void a_key_can_be_used_again_when_its_job_has_expired_and_not_while_it_has_not_ended() {
    Job ended = jobs.submit("acme", aWish("a").under("ended"));
    Job waiting = jobs.submit("acme", aWish("a").under("waiting"));
    table.claims.complete(table.granted(ended), JobTable.aPayload(), "");
    table.clock.advance(Duration.ofDays(30));

    Job again = jobs.submit("acme", aWish("b").under("ended"));

    assertThat(again.status()).isEqualTo(JobStatus.PENDING);
    assertThat(again.createdAt()).isEqualTo(table.clock.instant());
    assertThat(table.now(again)).isEqualTo(again);
    assertThat(jobs.submit("acme", aWish("a").under("waiting"))).isEqualTo(waiting);
  }

  @Test
  void a_thousand_jobs_are_a_hundred_messages_and_answered_in_order() {
    List<Submission> wishes =
        IntStream.range(0, Jobs.MAX_BATCH).mapToObj(i -> aWish("number " + i)).toList();

    List<Job> accepted = jobs.submitAll("acme", wishes).stream().map(SubmitTest::accepted).toList();

    assertThat(calls()).isEqualTo(Map.of("PutItem", 1_000L, "SendMessageBatch", 100L));
    assertThat(accepted)
        .extracting(job -> ((Payload.Inline) job.parameters()).gzip())
        .containsExactlyElementsOf(
            wishes.stream()
                .map(
                    wish ->
                        (Payload.Inline) new Payloads(new NoObjects()).save("", wish.parameters()))
                .map(Payload.Inline::gzip)
                .toList());
    assertThat(table.due().keySet())
        .containsExactlyInAnyOrderElementsOf(accepted.stream().map(Job::id).toList());
    assertThat(table.queues.sent()).hasSize(1_000);
  }

  @Test
  void what_is_wrong_with_one_keeps_no_other_back() {
    Submission nonsense = Submission.of("nonsense", aWish().parameters());
    var _ = jobs.submit("acme", aWish("x").under("taken"));

    List<Answer> answers =
        jobs.submitAll(
            "acme",
            List.of(aWish("0"), nonsense, aWish("2"), aWish("3").under("taken"), aWish("4")));

    assertThat(answers)
        .extracting(answer -> answer instanceof Answer.Accepted)
        .containsExactly(true, false, true, false, true);
    assertThat(refusal(answers.get(1))).extracting(FieldError::field).containsExactly("job_type");
    assertThat(refusal(answers.get(3)))
        .extracting(FieldError::field)
        .containsExactly("Idempotency-Key");
    for (int index : new int[] {0, 2, 4}) {
      Job job = accepted(answers.get(index));
      assertThat(table.now(job)).isEqualTo(job);
      assertThat(table.queues.sentFor(job)).hasSize(1);
    }
  }

  @Test
  void many_jobs_under_keys_are_the_same_jobs_when_they_come_again() {
    List<Submission> wishes =
        IntStream.range(0, 60).mapToObj(i -> aWish("number " + i).under("key " + i)).toList();

    List<Answer> first = jobs.submitAll("acme", wishes);
    table.clock.advance(Duration.ofSeconds(1));

    assertThat(jobs.submitAll("acme", wishes)).isEqualTo(first);
    assertThat(table.due()).hasSize(60);
    assertThat(table.queues.sent()).hasSize(60);
  }

  @Test
  void jobs_of_many_priorities_are_still_few_messages() {
    List<Submission> wishes =
        IntStream.range(0, 100)
            .mapToObj(i -> List.of(Priority.values()).get(i % 4))
            .map(priority -> aWish().with(JobOptions.DEFAULT.withPriority(priority)))
            .toList();

    var _ = jobs.submitAll("acme", wishes);

    assertThat(calls()).isEqualTo(Map.of("PutItem", 100L, "SendMessageBatch", 12L));
  }
}
