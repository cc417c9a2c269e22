package dev.headroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.jobs.AttemptError;
import dev.headroom.jobs.InvocableFunctions;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobOptions;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.Submission;
import dev.headroom.json.Json;
import dev.headroom.local.recorder.CallRecorder;
import dev.headroom.worker.invoke.Invoke;
import dev.headroom.worker.invoke.TestLambda;
import dev.headroom.worker.invoke.TestLambda.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A job that a function of the user's own does, on real engines. */
class InvokedJobTest {
  private static final InvocableFunctions ALLOWED = new InvocableFunctions(List.of(TestLambda.ARN));
  private static TestJobs jobs;
  private static TestLambda lambda;
  private static JobRunner runner;

  @BeforeAll
  static void open() throws IOException {
    jobs = new TestJobs(ALLOWED);
    lambda = new TestLambda();
    runner = jobs.runner(new Invoke(ALLOWED, lambda.clients()));
  }

  @AfterAll
  static void close() {
    lambda.close();
    jobs.close();
  }

  private static Job submit(JobOptions terms) {
    ObjectNode parameters = Json.STORED.createObjectNode().put("function", "thumbnails");
    return jobs.submit(Submission.of("invoke", parameters).with(terms));
  }

  @Test
  void an_attempt_goes_on_from_the_checkpoint_that_the_one_before_has_got_to() throws Exception {
    lambda.doing(
        event -> {
          if (event.path("checkpoint").isNull()) {
            return new Reply.Answered("{\"checkpoint\": {\"page\": 2}}");
          }
          return event.path("attempt").intValue() == 1
              ? new Reply.Threw("{\"errorType\": \"OSError\", \"errorMessage\": \"disk full\"}")
              : new Reply.Answered(
                  "{\"result\": {\"from\": %s}}".formatted(event.get("checkpoint")));
        });
    Job job = submit(JobOptions.DEFAULT);

    assertThat(jobs.runNext(runner, job)).hasValue(Ran.End.RETRIED);
    assertThat(jobs.runNext(runner, job)).hasValue(Ran.End.COMPLETED);

    assertThat(lambda.calls()).hasSize(3);
    assertThat(jobs.now(job).errors())
        .extracting(AttemptError::error)
        .containsExactly("The function threw OSError: disk full");
    assertThat(jobs.results().page(jobs.now(job), 10, Optional.empty()).at("/from/page").intValue())
        .isEqualTo(2);
  }

  @Test
  void a_job_whose_function_is_throttled_waits_and_is_tried_again() throws Exception {
    lambda.doing(_ -> new Reply.Refused(429, "TooManyRequestsException"));
    Job job = submit(JobOptions.DEFAULT);

    assertThat(jobs.runNext(runner, job)).hasValue(Ran.End.RETRIED);

    assertThat(jobs.now(job).status()).isEqualTo(JobStatus.PENDING);
    assertThat(jobs.now(job).errors().getFirst().error()).contains("throttled");
  }

  @Test
  void an_answer_that_nobody_can_read_fails_the_job() throws Exception {
    lambda.answering("\"done\"");
    Job job = submit(JobOptions.DEFAULT);

    assertThat(jobs.runNext(runner, job)).hasValue(Ran.End.FAILED);

    assertThat(jobs.now(job).error().orElseThrow())
        .startsWith("The function's answer must be an object")
        .contains("got \"done\"");
  }

  /** A job whose function answers only when it is released. */
  private static final class Running {
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final Job job;
    private final Future<Optional<Ran.End>> end;

    Running(JobOptions terms) throws InterruptedException {
      var called = new CountDownLatch(1);
      lambda.doing(
          _ -> {
            called.countDown();
            released.await();
            answered.countDown();
            return new Reply.Answered("{\"result\": {\"late\": true}}");
          });
      job = submit(terms);
      var threads = Executors.newVirtualThreadPerTaskExecutor();
      end = threads.submit(() -> jobs.runNext(runner, job));
      threads.shutdown();
      assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_job_that_is_cancelled_does_not_wait_for_its_function() throws Exception {
    var running = new Running(JobOptions.DEFAULT);
    int abandoned = jobs.abandoned();

    Job cancelled = jobs.jobs().cancel(running.job.id(), Optional.of("acme"));

    assertThat(running.end.get(20, TimeUnit.SECONDS)).hasValue(Ran.End.LOST);
    assertThat(running.answered.getCount()).isEqualTo(1);
    running.released.countDown();
    assertThat(running.answered.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(jobs.now(running.job)).isEqualTo(cancelled);
    assertThat(jobs.abandoned()).isEqualTo(abandoned);
  }

  @Test
  void a_job_that_times_out_does_not_wait_for_its_function() throws Exception {
    var running =
        new Running(JobOptions.DEFAULT.withTimeout(Duration.ofSeconds(30)).withMaxAttempts(1));

    jobs.clock().advance(Duration.ofSeconds(30));
    assertThat(running.end.get(20, TimeUnit.SECONDS)).hasValue(Ran.End.FAILED);

    running.released.countDown();
    assertThat(jobs.now(running.job).error()).hasValue("Timed out after 30 s.");
  }

  private static Map<String, Long> callsOf(String... answers) throws InterruptedException {
    lambda.answering(answers);
    Job job = submit(JobOptions.DEFAULT);
    try (var recorder = new CallRecorder()) {
      assertThat(jobs.runNext(runner, job)).hasValue(Ran.End.COMPLETED);
      assertThat(lambda.calls()).hasSize(answers.length);
      return recorder.calls().entrySet().stream()
          .collect(
              Collectors.toMap(
                  call -> call.getKey().operation(), call -> call.getValue().attempts()));
    }
  }

  /** A machine that pauses adds calls, and not every time: one of some shows what it costs. */
  private static void costs(Map<String, Long> expected, String... answers)
      throws InterruptedException {
    Map<String, Long> calls = callsOf(answers);
    for (int more = 0; more < 4 && !calls.equals(expected); more++) {
      calls = callsOf(answers);
    }
    assertThat(calls).isEqualTo(expected);
  }

  /** The GetItem is the test's own: it looks which turn is next. */
  @Test
  void a_job_costs_what_any_costs_and_one_call_and_each_checkpoint_one_write_and_one_call()
      throws Exception {
    costs(Map.of("GetItem", 1L, "UpdateItem", 2L, "Invoke", 1L), "{\"result\": {}}");
    costs(
        Map.of("GetItem", 1L, "UpdateItem", 4L, "Invoke", 3L),
        "{\"checkpoint\": {}}",
        "{\"checkpoint\": {}}",
        "{\"result\": {}}");
  }
}
