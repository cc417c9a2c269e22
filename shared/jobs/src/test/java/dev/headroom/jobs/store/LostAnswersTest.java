package dev.headroom.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobTable;
import dev.headroom.jobs.JobTypes;
import dev.headroom.jobs.Submission;
import dev.headroom.jobs.client.JobBackend;
import dev.headroom.jobs.client.Jobs;
import dev.headroom.jobs.recovery.FailedAttempts;
import dev.headroom.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever wrote, and was not answered, and wrote again, has succeeded; and has done it once. */
class LostAnswersTest {
  private static JobTable table;
  private static JobBackend backend;
  private static JobClaims claims;
  private static JobTransitions transitions;

  @BeforeAll
  static void open() {
    table = new JobTable();
    backend = table.losingAnswers();
    claims = backend.claims();
    transitions = backend.transitions();
  }

  @AfterAll
  static void close() {
    table.close();
  }

  private static Claim.Granted claimed(Job job, String worker) {
    return (Claim.Granted) claims.claim(JobQueue.Message.of(job), worker);
  }

  @Test
  void a_job_is_claimed_and_completed_as_ever() {
    Job job = table.aJob().created();

    Claim.Granted claim = claimed(job, "worker");
    assertThat(claim.job()).isEqualTo(table.now(job));
    assertThat(claim.job().attempts()).isEqualTo(1);
    assertThat(claims.heartbeat(claim, 0.5, "half")).isTrue();
    assertThat(claims.renewLease(claim)).isTrue();
    assertThat(claims.save(claim, 1, JobTable.aPayload("half"))).isTrue();
    assertThat(claims.complete(claim, JobTable.aPayload("all"), "done")).isTrue();

    assertThat(table.now(job).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(table.now(job).fencingToken()).isEqualTo(1);
  }

  @Test
  void another_worker_is_not_mistaken_for_the_one_that_asks_again() {
    Job job = table.aJob().created();
    var _ = claimed(job, "worker");

    assertThat(claims.claim(JobQueue.Message.of(job), "another"))
        .isEqualTo(new Claim.NothingToDo());
  }

  @Test
  void a_slice_ends_and_the_next_begins() {
    Claim.Granted first = table.aJob().claimed();

    Job waiting = claims.endSlice(first, JobTable.aPayload("half"), 0.5, "").orElseThrow();
    Claim.Granted second = claimed(waiting, "worker");

    assertThat(waiting.fencingToken()).isEqualTo(1);
    assertThat(second.job().fencingToken()).isEqualTo(2);
    assertThat(second.job().attempts()).isEqualTo(1);
  }

  @Test
  void an_attempt_fails_once() {
    Claim.Granted claim = table.aJob().claimed();

    Job waiting =
        transitions
            .retry(FencedUpdate.of(claim), "It rained.", table.clock.instant())
            .orElseThrow();

    assertThat(waiting).isEqualTo(table.now(waiting));
    assertThat(waiting.errors()).hasSize(1);
  }

  @Test
  void a_job_fails_once() {
    Claim.Granted claim = table.aJob().claimed();

    assertThat(transitions.fail(FencedUpdate.of(claim), "It rained.")).isTrue();

    assertThat(table.now(claim.job()).errors()).hasSize(1);
  }

  /** Nobody is told of it, but the sweeper sees that the job waits, and sends it. */
  @Test
  void an_attempt_that_could_not_begin_counts_once_and_another_follows() {
    Job job = table.aJob().created();

    var _ = backend.failedAttempts().deadLetter(JobQueue.Message.of(job));

    assertThat(table.now(job).attempts()).isEqualTo(1);
    assertThat(table.now(job).status()).isEqualTo(JobStatus.PENDING);
    assertThat(table.due()).containsKey(job.id());
  }

  @Test
  void a_job_that_could_not_begin_fails_once() {
    Job job = table.aJob().withMaxAttempts(1).created();

    assertThat(backend.failedAttempts().deadLetter(JobQueue.Message.of(job)))
        .isEqualTo(FailedAttempts.Sequel.FAILED);

    assertThat(table.now(job).attempts()).isEqualTo(1);
    assertThat(table.now(job).errors()).hasSize(1);
  }

  @Test
  void a_job_is_cancelled() {
    Job job = table.aJob().created();

    assertThat(transitions.cancel(job)).hasValue(table.now(job));
    assertThat(table.now(job).revision()).isEqualTo(job.revision() + 1);
  }

  @Test
  void a_job_that_somebody_cancelled_before_is_not_cancelled_again() {
    Job job = table.aJob().cancelled();

    assertThat(transitions.cancel(job)).isEmpty();
  }

  @Test
  void a_failed_job_is_restarted_once() {
    Job job = table.aJob().failed();

    assertThat(transitions.restart(job)).hasValue(table.now(job));
    assertThat(table.now(job).fencingToken()).isEqualTo(job.fencingToken() + 1);
  }

  @Test
  void a_job_is_submitted_once_and_its_worker_is_woken() {
    Jobs jobs = backend.jobs(new JobTypes());
    Submission wish = Submission.of("noop", Json.SNAKE_CASE.createObjectNode());

    Job plain = jobs.submit("acme", wish);
    Job keyed = jobs.submit("acme", wish.under("key"));

    for (Job job : List.of(plain, keyed)) {
      assertThat(table.now(job)).isEqualTo(job);
      assertThat(table.queues.sentFor(job)).containsExactly(JobQueue.Message.of(job));
    }
  }

  @Test
  void jobs_are_submitted_together_once() {
    Jobs jobs = backend.jobs(new JobTypes());
    Submission wish = Submission.of("noop", Json.SNAKE_CASE.createObjectNode());

    assertThat(jobs.submitAll("acme", List.of(wish, wish, wish)))
        .allSatisfy(
            answer -> {
              Job job = ((Jobs.Answer.Accepted) answer).job();
              assertThat(table.now(job)).isEqualTo(job);
              assertThat(table.queues.sentFor(job)).hasSize(1);
            });
  }

  @Test
  void a_sweep_ends_what_is_over_and_sends_what_waits() {
    Claim.Granted silent = table.aJob().claimed();
    table.clock.advance(Duration.ofMinutes(2));

    var _ = backend.sweep().run(() -> true);

    assertThat(table.now(silent.job()).status()).isEqualTo(JobStatus.PENDING);
    assertThat(table.now(silent.job()).errors()).hasSize(1);
    assertThat(table.queues.sentFor(silent.job())).hasSize(1);
    assertThat(Optional.ofNullable(table.due().get(silent.job().id())))
        .hasValueSatisfying(at -> assertThat(at).isAfter(table.clock.instant()));
  }
}
