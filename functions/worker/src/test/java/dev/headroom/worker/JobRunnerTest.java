package dev.headroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobFolder;
import dev.headroom.jobs.JobOptions;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobRun;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobWork;
import dev.headroom.jobs.Outcome;
import dev.headroom.jobs.Submission;
import dev.headroom.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JobRunnerTest {
  private static final Duration TWO_MINUTES = Duration.ofMinutes(2);
  private static TestJobs jobs;

  @BeforeAll
  static void open() {
    jobs = new TestJobs();
  }

  @AfterAll
  static void close() {
    jobs.close();
  }

  private static ObjectNode anObject() {
    return Json.SNAKE_CASE.createObjectNode();
  }

  private static Job ran(JobWork work) throws InterruptedException {
    return ran(JobOptions.DEFAULT, work);
  }

  private static Job ran(JobOptions terms, JobWork work) throws InterruptedException {
    Job job = jobs.submit(anObject(), terms);
    assertThat(jobs.runNext(jobs.runner(new Does(work)), job)).isPresent();
    return jobs.now(job);
  }

  private static ObjectNode result(Job job) {
    return jobs.results().page(jobs.now(job), 10, Optional.empty());
  }

  @Test
  void a_job_that_completes_has_its_result() throws Exception {
    Job job = ran(run -> new Outcome.Completed(anObject().put("answer", 42)));

    assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(result(job).path("answer").intValue()).isEqualTo(42);
  }

  @Test
  void a_job_gets_the_parameters_that_were_sent() throws Exception {
    Job job = jobs.submit(anObject().put("note", "as it was"));

    assertThat(jobs.runNext(jobs.runner(new Noop()), job)).hasValue(Ran.End.COMPLETED);

    assertThat(result(job).path("note").asText()).isEqualTo("as it was");
  }

  @Test
  void a_job_that_says_that_it_failed_is_not_tried_again() throws Exception {
    Job job = ran(run -> new Outcome.Failed("There was no more paper."));

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.error()).hasValue("There was no more paper.");
    assertThat(job.attempts()).isEqualTo(1);
  }

  @Test
  void a_refusal_is_the_jobs_error_and_a_bug_shows_nothing_of_the_inside() throws Exception {
    Job refused =
        ran(
            run -> {
              throw new HeadroomException.Invalid("parameters.size", "must be smaller");
            });
    Job broken =
        ran(
            JobOptions.DEFAULT.withMaxAttempts(1),
            run -> {
              throw new IllegalStateException("jdbc:secret@10.0.0.1");
            });

    assertThat(refused.error()).hasValue("parameters.size must be smaller.");
    assertThat(broken.status()).isEqualTo(JobStatus.FAILED);
    assertThat(broken.error().orElseThrow()).doesNotContain("secret", "Exception");
  }

  @Test
  void a_bug_is_tried_again_until_no_attempt_is_left() throws Exception {
    Job job = jobs.submit(anObject(), JobOptions.DEFAULT.withMaxAttempts(3));
    var broken =
        jobs.runner(
            new Does(
                run -> {
                  throw new IllegalStateException("attempt " + run.attempt());
                }));

    assertThat(jobs.runNext(broken, job)).hasValue(Ran.End.RETRIED);
    assertThat(jobs.now(job).status()).isEqualTo(JobStatus.PENDING);
    assertThat(jobs.runNext(broken, job)).hasValue(Ran.End.RETRIED);
    assertThat(jobs.runNext(broken, job)).hasValue(Ran.End.FAILED);

    Job failed = jobs.now(job);
    assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
    assertThat(failed.errors()).extracting(error -> error.attempt()).containsExactly(1, 2, 3);
    assertThat(jobs.runNext(broken, job)).isEmpty();
  }

  @Test
  void a_type_says_itself_when_to_try_again() throws Exception {
    Job job = ran(run -> new Outcome.RetryIn(Duration.ofHours(1), "The shop is closed."));

    assertThat(job.status()).isEqualTo(JobStatus.PENDING);
    assertThat(job.runAfter()).isAfter(jobs.clock().instant().plus(Duration.ofMinutes(59)));
    assertThat(job.errors().getFirst().error()).isEqualTo("The shop is closed.");
  }

  @Test
  void a_type_that_this_worker_does_not_have_fails_the_job() throws Exception {
    Job job = jobs.submit(anObject());

    assertThat(jobs.runNext(jobs.runner(), job)).hasValue(Ran.End.FAILED);

    assertThat(jobs.now(job).error().orElseThrow()).contains("no job type \"noop\"");
  }

  @Test
  void a_result_that_could_never_be_read_fails_the_job() throws Exception {
    Job job = ran(run -> new Outcome.Completed(anObject().put("text", "x".repeat(3_000_000))));

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.error().orElseThrow()).contains("result must have at most");
  }

  @Test
  void a_job_that_needs_more_memory_than_there_is_fails_and_kills_no_second_worker()
      throws Exception {
    Job job =
        ran(
            run -> {
              throw new OutOfMemoryError("as the virtual machine would");
            });

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.error().orElseThrow()).contains("more memory");
  }

  /** A job that runs in another thread until it is released or stopped. */
  private static final class Running implements AutoCloseable {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final Job job;
    private final Future<Optional<Ran.End>> end;

    Running(JobOptions terms) throws InterruptedException {
      this(terms, Duration.ofMinutes(15));
    }

    Running(JobOptions terms, Duration timeLeft) throws InterruptedException {
      job = jobs.submit(anObject(), terms);
      var runner =
          jobs.runner(
              new Does(
                  run -> {
                    run.progress(0.6, "most of it");
                    run.progress(0.3, "a lie");
                    begun.countDown();
                    try {
                      assertThat(released.await(20, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                      interrupted.set(true);
                      throw e;
                    }
                    return new Outcome.Completed(anObject());
                  }));
      var threads = Executors.newVirtualThreadPerTaskExecutor();
      end = threads.submit(() -> jobs.runNext(runner, job, timeLeft));
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      threads.shutdown();
    }

    Ran.End ended() throws Exception {
      return end.get(20, TimeUnit.SECONDS).orElseThrow();
    }

    @Override
    public void close() {
      released.countDown();
    }
  }

  @Test
  void progress_is_seen_while_the_job_runs_and_never_goes_back() throws Exception {
    try (var running = new Running(JobOptions.DEFAULT)) {
      Job shown = jobs.await(running.job, now -> now.progress() > 0);

      assertThat(shown.status()).isEqualTo(JobStatus.RUNNING);
      assertThat(shown.progress()).isEqualTo(0.6);
      assertThat(shown.message()).hasValue("a lie");
      running.released.countDown();
      assertThat(running.ended()).isEqualTo(Ran.End.COMPLETED);
    }
  }

  @Test
  void a_running_job_that_is_cancelled_is_stopped() throws Exception {
    try (var running = new Running(JobOptions.DEFAULT)) {
      Job cancelled = jobs.jobs().cancel(running.job.id(), Optional.of("acme"));

      assertThat(cancelled.status()).isEqualTo(JobStatus.CANCELLED);
      assertThat(running.ended()).isEqualTo(Ran.End.LOST);
      assertThat(running.interrupted).isTrue();
      assertThat(jobs.now(running.job)).isEqualTo(cancelled);
    }
  }

  @Test
  void an_attempt_that_takes_too_long_is_stopped_and_tried_again() throws Exception {
    try (var running = new Running(JobOptions.DEFAULT.withTimeout(Duration.ofSeconds(30)))) {
      jobs.clock().advance(Duration.ofSeconds(30));
      assertThat(running.ended()).isEqualTo(Ran.End.RETRIED);

      assertThat(running.interrupted).isTrue();
      assertThat(jobs.now(running.job).errors().getFirst().error())
          .isEqualTo("Timed out after 30 s.");
    }
  }

  @Test
  void work_that_outlasts_the_function_without_yielding_is_stopped() throws Exception {
    try (var running = new Running(JobOptions.DEFAULT, Duration.ofSeconds(30))) {
      jobs.clock().advance(Duration.ofSeconds(30));
      assertThat(running.ended()).isEqualTo(Ran.End.RETRIED);

      assertThat(running.interrupted).isTrue();
      assertThat(jobs.now(running.job).errors().getFirst().error())
          .contains("before the job yielded");
    }
  }

  @Test
  void work_that_does_not_stop_is_abandoned_without_effect_and_its_job_says_so() throws Exception {
    var released = new CountDownLatch(1);
    Job job =
        jobs.submit(
            anObject(), JobOptions.DEFAULT.withTimeout(Duration.ofMillis(200)).withMaxAttempts(1));
    int before = jobs.abandoned();
    var stubborn =
        jobs.runner(
            SliceTime.Pace.USUAL,
            new Does(
                run -> {
                  while (true) {
                    try {
                      released.await();
                      return new Outcome.Completed(anObject().put("by", "a zombie"));
                    } catch (InterruptedException _) {
                      // it does not care
                    }
                  }
                }));

    assertThat(jobs.runNext(stubborn, job)).hasValue(Ran.End.FAILED);
    released.countDown();

    assertThat(jobs.abandoned()).isEqualTo(before + 1);
    Job failed = jobs.now(job);
    assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
    assertThat(failed.error().orElseThrow()).contains("Timed out after 200 ms", "abandoned");
    assertThat(failed.result()).isEmpty();
  }

  /** A clock that goes on only when the work looks at it, which is not in this thread. */
  private static LongSupplier tenSecondsALook() {
    var nanos = new AtomicLong();
    Thread supervisor = Thread.currentThread();
    return () ->
        Thread.currentThread().equals(supervisor)
            ? nanos.get()
            : nanos.addAndGet(Duration.ofSeconds(10).toNanos());
  }

  @Test
  void a_long_job_goes_on_slice_by_slice_as_one_attempt() throws Exception {
    Job job = jobs.submit(anObject().put("seconds", 1));
    var runner = jobs.runner(new SliceTime.Pace(tenSecondsALook(), TWO_MINUTES), new Noop());
    double progress = 0;
    int slices = 0;
    while (!jobs.now(job).status().isFinal()) {
      assertThat(jobs.runNext(runner, job, Duration.ofMinutes(1))).isPresent();
      assertThat(jobs.now(job).progress()).isGreaterThanOrEqualTo(progress);
      progress = jobs.now(job).progress();
      slices++;
    }

    assertThat(slices).isGreaterThan(2);
    assertThat(jobs.now(job).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(jobs.now(job).attempts()).isEqualTo(1);
    assertThat(jobs.now(job).fencingToken()).isEqualTo(slices);
  }

  /** Counts to ten; every step is done once, because it is part of the checkpoint. */
  private static Outcome count(JobRun run, int dieAt) throws Exception {
    record Counted(int steps) {}
    int steps = run.checkpoint(Counted.class).map(Counted::steps).orElse(0);
    while (steps < 10) {
      if (steps == dieAt) {
        throw new IllegalStateException("as a worker that dies");
      }
      steps++;
      run.save(new Counted(steps));
    }
    return new Outcome.Completed(anObject().put("steps", steps));
  }

  @Test
  void an_attempt_goes_on_from_the_checkpoint_of_the_one_before() throws Exception {
    Job job = jobs.submit(anObject());

    assertThat(jobs.runNext(jobs.runner(new Does(run -> count(run, 4))), job))
        .hasValue(Ran.End.RETRIED);
    assertThat(jobs.runNext(jobs.runner(new Does(run -> count(run, 7))), job))
        .hasValue(Ran.End.RETRIED);
    assertThat(
            jobs.runNext(
                jobs.runner(
                    new Does(
                        run -> {
                          assertThat(run.checkpoint().orElseThrow().path("steps").intValue())
                              .isEqualTo(7);
                          return count(run, -1);
                        })),
                job))
        .hasValue(Ran.End.COMPLETED);

    assertThat(result(job).path("steps").intValue()).isEqualTo(10);
  }

  @Test
  void a_large_checkpoint_lies_in_the_object_store() throws Exception {
    String large = "0123456789".repeat(20_000);
    Job job = ran(run -> new Outcome.Continue(anObject().put("large", large)));

    assertThat(
            jobs.runNext(
                jobs.runner(new Does(run -> new Outcome.Completed(run.checkpoint().orElseThrow()))),
                job))
        .hasValue(Ran.End.COMPLETED);
    assertThat(result(job).path("large").asText()).isEqualTo(large);
  }

  @Test
  void whatever_a_job_stores_lies_in_its_folder() throws Exception {
    ObjectNode large = anObject().put("large", "0123456789".repeat(20_000));
    Job job = jobs.jobs().submit("stores", Submission.of("noop", anObject()));
    JobWork work =
        run ->
            run.checkpoint().isEmpty()
                ? new Outcome.Continue(large)
                : new Outcome.Completed(run.checkpoint().orElseThrow());

    assertThat(jobs.runNext(jobs.runner(new Does(work)), job)).hasValue(Ran.End.YIELDED);
    assertThat(jobs.runNext(jobs.runner(new Does(work)), job)).hasValue(Ran.End.COMPLETED);

    assertThat(jobs.objects("stores"))
        .containsExactlyInAnyOrder(
            JobFolder.of(job).key("2/result"), JobFolder.of(job).key("checkpoints/1-1"));
  }

  @Test
  void large_parameters_lie_in_the_jobs_folder() {
    ObjectNode parameters = anObject();
    parameters
        .putArray("documents")
        .addObject()
        .put("id", "large")
        .put("text", "0123456789".repeat(2_000));
    parameters
        .putObject("taxonomy")
        .put("name", "digits")
        .putArray("categories")
        .addObject()
        .put("name", "Digits")
        .putArray("keywords")
        .add("0123");

    Job job = jobs.jobs().submit("submits", Submission.of("extraction", parameters));

    assertThat(jobs.objects("submits"))
        .singleElement()
        .asString()
        .startsWith(JobFolder.of(job).key("parameters-"));
  }

  @Test
  void work_whose_lease_was_lost_counts_for_nothing() throws Exception {
    Job job = jobs.submit(anObject());
    var zombie =
        jobs.runner(
            new Does(
                run -> {
                  jobs.clock().advance(TWO_MINUTES);
                  assertThat(jobs.sweep().run(() -> true).ended()).isEqualTo(1);
                  assertThat(
                          jobs.runNext(
                              jobs.runner(
                                  new Does(
                                      _ ->
                                          new Outcome.Completed(
                                              anObject().put("by", "the second")))),
                              job))
                      .hasValue(Ran.End.COMPLETED);
                  return new Outcome.Completed(anObject().put("by", "a zombie"));
                }));

    assertThat(jobs.runNext(zombie, job)).hasValue(Ran.End.LOST);

    assertThat(jobs.now(job).attempts()).isEqualTo(2);
    assertThat(result(job).path("by").asText()).isEqualTo("the second");
  }

  @Test
  void a_message_that_comes_twice_runs_once() throws Exception {
    Job job = jobs.submit(anObject());
    var inner = jobs.runner(new Noop());
    var message = TestJobs.message(job);
    var outer =
        jobs.runner(
            new Does(
                run -> {
                  assertThat(inner.run(message, "a duplicate", TWO_MINUTES)).isEmpty();
                  return new Outcome.Completed(anObject());
                }));

    assertThat(outer.run(message, "a worker", TWO_MINUTES)).isPresent();
    assertThat(inner.run(message, "a late duplicate", TWO_MINUTES)).isEmpty();
    assertThat(jobs.now(job).attempts()).isEqualTo(1);
  }

  @Test
  void there_is_nothing_to_run_where_there_is_no_job() throws Exception {
    var message = new JobQueue.Message("job_" + "0".repeat(32), "acme", 0, false);

    assertThat(jobs.runner().run(message, "a worker", TWO_MINUTES)).isEmpty();
  }
}
