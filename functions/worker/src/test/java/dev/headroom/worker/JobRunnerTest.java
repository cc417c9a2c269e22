package dev.headroom.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobRun;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobType;
import dev.headroom.jobs.Outcome;
import dev.headroom.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JobRunnerTest {
  private static TestJobs jobs;

  @BeforeAll
  static void open() {
    jobs = new TestJobs();
  }

  @AfterAll
  static void close() {
    jobs.close();
  }

  /** A job type that does what a test says. */
  private record Does(Work work) implements JobType {
    private interface Work {
      Outcome of(JobRun run) throws Exception;
    }

    @Override
    public String name() {
      return "noop";
    }

    @Override
    public Outcome run(JobRun run) throws Exception {
      return work.of(run);
    }
  }

  private static ObjectNode anObject() {
    return Json.SNAKE_CASE.createObjectNode();
  }

  private static Job ran(Does.Work work) {
    Job job = jobs.submit(anObject());
    jobs.runner(List.of(new Does(work))).run(job.id(), job.tenant(), "a worker");
    return jobs.now(job);
  }

  @Test
  void a_job_that_completes_has_its_result() {
    Job job = ran(run -> new Outcome.Completed(anObject().put("answer", 42)));

    assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(
            jobs.results()
                .page(job.result().orElseThrow(), 10, Optional.empty())
                .path("answer")
                .intValue())
        .isEqualTo(42);
  }

  @Test
  void a_job_gets_the_parameters_that_were_sent() {
    Job job = jobs.submit(anObject().put("note", "as it was"));
    jobs.runner(List.of(new Noop())).run(job.id(), job.tenant(), "a worker");

    assertThat(
            jobs.results()
                .page(jobs.now(job).result().orElseThrow(), 10, Optional.empty())
                .path("note")
                .asText())
        .isEqualTo("as it was");
  }

  @Test
  void a_job_that_fails_says_why() {
    Job job = ran(run -> new Outcome.Failed("There was no more paper."));

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.error()).hasValue("There was no more paper.");
  }

  @Test
  void a_refusal_is_the_jobs_error_and_a_bug_shows_nothing_of_the_inside() {
    Job refused =
        ran(
            run -> {
              throw new HeadroomException.Invalid("parameters.size", "must be smaller");
            });
    Job broken =
        ran(
            run -> {
              throw new IllegalStateException("jdbc:secret@10.0.0.1");
            });

    assertThat(refused.error()).hasValue("parameters.size must be smaller.");
    assertThat(broken.status()).isEqualTo(JobStatus.FAILED);
    assertThat(broken.error().orElseThrow()).doesNotContain("secret", "Exception");
  }

  @Test
  void a_type_that_this_worker_does_not_have_fails_the_job() {
    Job job = jobs.submit(anObject());
    jobs.runner(List.of()).run(job.id(), job.tenant(), "a worker");

    assertThat(jobs.now(job).error().orElseThrow()).contains("no job type \"noop\"");
  }

  @Test
  void a_result_that_could_never_be_read_fails_the_job() {
    Job job = ran(run -> new Outcome.Completed(anObject().put("text", "x".repeat(3_000_000))));

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.error().orElseThrow()).contains("result must have at most");
  }

  @Test
  void progress_is_seen_while_the_job_runs_and_never_goes_back() throws Exception {
    var told = new CountDownLatch(1);
    var seen = new CountDownLatch(1);
    Job job = jobs.submit(anObject());
    var runner =
        jobs.runner(
            List.of(
                new Does(
                    run -> {
                      run.progress(0.6, "most of it");
                      run.progress(0.3, "a lie");
                      told.countDown();
                      assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
                      return new Outcome.Completed(anObject());
                    })));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = threads.submit(() -> runner.run(job.id(), job.tenant(), "a worker"));
      assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();

      Job shown = jobs.await(job, now -> now.progress() > 0);

      assertThat(shown.status()).isEqualTo(JobStatus.RUNNING);
      assertThat(shown.progress()).isEqualTo(0.6);
      assertThat(shown.message()).hasValue("a lie");
      seen.countDown();
      assertThat(running.get()).hasValue(new JobRunner.End("noop", "completed"));
    }
  }

  @Test
  void work_whose_lease_was_lost_counts_for_nothing() {
    Job job = jobs.submit(anObject());
    var slow =
        jobs.runner(
            List.of(
                new Does(
                    run -> {
                      jobs.clock().advance(Duration.ofMinutes(2));
                      jobs.runner(
                              List.of(
                                  new Does(
                                      _ -> new Outcome.Completed(anObject().put("by", "second")))))
                          .run(job.id(), job.tenant(), "a second worker");
                      return new Outcome.Completed(anObject().put("by", "zombie"));
                    })));

    assertThat(slow.run(job.id(), job.tenant(), "a worker"))
        .hasValue(new JobRunner.End("noop", "lost"));

    Job after = jobs.now(job);
    assertThat(after.attempts()).isEqualTo(2);
    assertThat(
            jobs.results()
                .page(after.result().orElseThrow(), 10, Optional.empty())
                .path("by")
                .asText())
        .isEqualTo("second");
  }

  @Test
  void a_job_that_another_worker_holds_must_be_asked_for_again() {
    Job job = jobs.submit(anObject());
    var inner = jobs.runner(List.of(new Noop()));
    var outer =
        jobs.runner(
            List.of(
                new Does(
                    run -> {
                      assertThatThrownBy(() -> inner.run(job.id(), job.tenant(), "a duplicate"))
                          .isInstanceOf(JobRunner.StillHeld.class);
                      return new Outcome.Completed(anObject());
                    })));

    assertThat(outer.run(job.id(), job.tenant(), "a worker"))
        .hasValue(new JobRunner.End("noop", "completed"));
    assertThat(inner.run(job.id(), job.tenant(), "a late duplicate")).isEmpty();
  }

  @Test
  void a_job_that_needs_more_memory_than_there_is_fails_and_kills_no_second_worker() {
    Job job =
        ran(
            run -> {
              throw new OutOfMemoryError("as the virtual machine would");
            });

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.error().orElseThrow()).contains("more memory");
  }

  @Test
  void a_job_whose_workers_die_is_given_up() {
    Job job = jobs.submit(anObject());
    var dying =
        jobs.runner(
            List.of(
                new Does(
                    run -> {
                      throw new Error("as if the process had ended");
                    })));
    for (int i = 0; i < Job.MAX_ATTEMPTS; i++) {
      String worker = "worker " + i;
      assertThatThrownBy(() -> dying.run(job.id(), job.tenant(), worker)).isInstanceOf(Error.class);
      jobs.clock().advance(Duration.ofMinutes(2));
    }

    dying.run(job.id(), job.tenant(), "the last");

    assertThat(jobs.now(job).error().orElseThrow()).contains("its worker died 3 times");
  }

  @Test
  void there_is_nothing_to_run_where_there_is_no_job() {
    assertThat(jobs.runner(List.of()).run("job_never", "acme", "a worker")).isEmpty();
  }

  @Test
  void every_type_that_can_be_submitted_can_be_run_and_the_other_way_round() {
    assertThat(WorkerWiring.types())
        .extracting(JobType::name)
        .containsExactlyInAnyOrderElementsOf(jobs.types().all().keySet());
  }
}
