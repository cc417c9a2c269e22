package dev.headroom.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.jobs.AttemptError;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobTable;
import dev.headroom.jobs.Pool;
import dev.headroom.jobs.Submission;
import dev.headroom.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens to a job while somebody works on it, and how attempts end. */
class JobAttemptsTest {
  private static JobTable table;
  private static JobReader reader;
  private static JobClaims claims;
  private static JobTransitions transitions;

  @BeforeAll
  static void open() {
    table = new JobTable();
    reader = table.reader;
    claims = table.claims;
    transitions = table.transitions;
  }

  @AfterAll
  static void close() {
    table.close();
  }

  private static Job retried(Claim.Granted claim) {
    return transitions
        .retry(FencedUpdate.of(claim), "It did not work.", table.clock.instant())
        .orElseThrow();
  }

  private static boolean sweeperEnds(Claim.Granted claim) {
    return transitions
        .retry(
            FencedUpdate.expired(claim.job(), table.clock.instant()),
            "Silence.",
            table.clock.instant())
        .isPresent();
  }

  @Test
  void a_lease_that_has_not_run_out_keeps_others_off() {
    Claim.Granted claim = table.aJob().claimed();

    table.clock.advance(JobClaims.LEASE);
    assertThat(sweeperEnds(claim)).isFalse();
    table.clock.advance(Duration.ofMillis(1));
    assertThat(sweeperEnds(claim)).isTrue();
  }

  @Test
  void a_heartbeat_renews_the_lease_and_shows_the_progress() {
    Claim.Granted claim = table.aJob().claimed();
    table.clock.advance(JobClaims.LEASE.minusSeconds(1));

    assertThat(claims.heartbeat(claim, 0.4, "half way, nearly")).isTrue();

    table.clock.advance(JobClaims.LEASE.minusSeconds(1));
    assertThat(sweeperEnds(claim)).isFalse();
    Job job = table.now(claim.job());
    assertThat(job.progress()).isEqualTo(0.4);
    assertThat(job.message()).hasValue("half way, nearly");
    assertThat(job.revision()).isEqualTo(claim.job().revision() + 1);
  }

  @Test
  void a_renewal_or_a_checkpoint_renews_the_lease_and_shows_nothing() {
    Claim.Granted claim = table.aJob().claimed();
    table.clock.advance(JobClaims.LEASE.minusSeconds(1));
    assertThat(claims.renewLease(claim)).isTrue();
    assertThat(table.now(claim.job())).isEqualTo(claim.job());

    table.clock.advance(JobClaims.LEASE.minusSeconds(1));
    assertThat(claims.save(claim, 1, JobTable.aPayload("saved"))).isTrue();

    table.clock.advance(JobClaims.LEASE.minusSeconds(1));
    assertThat(sweeperEnds(claim)).isFalse();
    assertThat(table.now(claim.job()).revision()).isEqualTo(claim.job().revision());
  }

  @Test
  void who_is_late_keeps_the_job_as_long_as_nobody_has_taken_it() {
    Claim.Granted claim = table.aJob().claimed();
    table.clock.advance(JobClaims.LEASE.multipliedBy(2));

    assertThat(claims.renewLease(claim)).isTrue();

    assertThat(sweeperEnds(claim)).isFalse();
  }

  @Test
  void who_has_lost_the_job_changes_nothing_any_more() {
    Claim.Granted zombie = table.aJob().claimed();
    Claim.Granted holder = table.granted(retried(zombie));

    assertThat(claims.heartbeat(zombie, 0.9, "brains")).isFalse();
    assertThat(claims.renewLease(zombie)).isFalse();
    assertThat(claims.save(zombie, 1, JobTable.aPayload("brains"))).isFalse();
    assertThat(claims.endSlice(zombie, JobTable.aPayload("brains"), 0.9, "")).isEmpty();
    assertThat(claims.complete(zombie, JobTable.aPayload(), "")).isFalse();
    assertThat(transitions.fail(FencedUpdate.of(zombie), "brains")).isFalse();
    assertThat(transitions.retry(FencedUpdate.of(zombie), "brains", table.clock.instant()))
        .isEmpty();
    claims.noteAbandoned(zombie, "brains");

    assertThat(table.now(holder.job())).isEqualTo(holder.job());
    assertThat(claims.complete(holder, JobTable.aPayload(), "")).isTrue();
  }

  @Test
  void the_last_checkpoint_is_where_the_next_attempt_begins() {
    Claim.Granted claim = table.aJob().claimed();
    claims.save(claim, 1, JobTable.aPayload("first"));
    claims.save(claim, 2, JobTable.aPayload("second"));

    Job next = table.granted(retried(claim)).job();

    assertThat(next.checkpoint()).hasValue(JobTable.aPayload("second"));
  }

  @Test
  void the_next_attempt_shows_the_progress_of_the_checkpoint_and_not_what_is_lost() {
    Claim.Granted claim = table.aJob().claimed(); // from before any checkpoint, as the worker's is
    claims.heartbeat(claim, 0.4, "nearly half");
    claims.save(claim, 1, JobTable.aPayload("here"));
    claims.heartbeat(claim, 0.6, "far");

    assertThat(retried(claim).progress()).isEqualTo(0.4);
  }

  @Test
  void without_a_checkpoint_the_next_attempt_begins_at_nothing() {
    Claim.Granted claim = table.aJob().claimed();
    claims.heartbeat(claim, 0.6, "far");

    assertThat(retried(claim).progress()).isZero();
  }

  @Test
  void the_end_of_a_slice_saves_where_it_got_to_and_frees_the_job() {
    Claim.Granted claim = table.aJob().claimed();
    table.clock.advance(Duration.ofMinutes(14));

    Job job = claims.endSlice(claim, JobTable.aPayload("here"), 0.3, "a third").orElseThrow();

    assertThat(job).isEqualTo(table.now(job));
    assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
    assertThat(job.progress()).isEqualTo(0.3);
    assertThat(job.message()).hasValue("a third");
    assertThat(job.checkpoint()).hasValue(JobTable.aPayload("here"));
    assertThat(job.runAfter()).isEqualTo(table.clock.instant());
    assertThat(claims.renewLease(claim)).isFalse();
    assertThat(JobQueue.Message.of(job)).isEqualTo(new JobQueue.Message(job.id(), "acme", 1, true));
  }

  @Test
  void a_retry_waits_as_it_is_told_and_remembers_what_went_wrong() {
    Claim.Granted claim = table.aJob().claimed();
    Instant later = table.clock.instant().plusSeconds(30);

    Job job = transitions.retry(FencedUpdate.of(claim), "It rained.", later).orElseThrow();

    assertThat(job).isEqualTo(table.now(job));
    assertThat(job.status()).isEqualTo(JobStatus.PENDING);
    assertThat(job.attempts()).isEqualTo(1);
    assertThat(job.runAfter()).isEqualTo(later);
    assertThat(job.startedAt()).isEmpty();
    assertThat(job.error()).isEmpty();
    assertThat(job.errors())
        .containsExactly(new AttemptError(1, table.clock.instant(), "It rained."));
  }

  @Test
  void an_attempt_that_could_not_even_begin_counts_and_its_message_is_out_of_date() {
    Job job = table.aJob().created();

    Job next =
        transitions
            .retry(FencedUpdate.unclaimed(job), "Nobody came.", table.clock.instant())
            .orElseThrow();

    assertThat(next.attempts()).isEqualTo(1);
    assertThat(next.fencingToken()).isEqualTo(job.fencingToken() + 1);
    assertThat(next.errors()).extracting(AttemptError::attempt).containsExactly(1);
    assertThat(table.claim(job)).isEqualTo(new Claim.NothingToDo());
    assertThat(table.granted(next).job().attempts()).isEqualTo(2);
  }

  @Test
  void a_slice_that_could_not_begin_ends_its_attempt_and_no_other() {
    Job job = table.aJob().betweenSlices();

    Job next =
        transitions
            .retry(FencedUpdate.unclaimed(job), "Nobody came.", table.clock.instant())
            .orElseThrow();

    assertThat(next.attempts()).isEqualTo(1);
    assertThat(next.checkpoint()).isEqualTo(job.checkpoint());
    assertThat(next.progress()).isEqualTo(job.progress());
    assertThat(table.claim(job)).isEqualTo(new Claim.NothingToDo());
    assertThat(table.granted(next).job().attempts()).isEqualTo(2);
  }

  @Test
  void a_right_over_a_waiting_job_is_lost_once_a_worker_has_it() {
    Job job = table.aJob().created();
    Claim.Granted claim = table.granted(job);

    assertThat(transitions.retry(FencedUpdate.unclaimed(job), "Nobody.", table.clock.instant()))
        .isEmpty();
    assertThat(transitions.fail(FencedUpdate.unclaimed(job), "Nobody.")).isFalse();

    assertThat(table.now(job)).isEqualTo(claim.job());
  }

  @Test
  void a_completed_job_has_its_result_and_its_end_and_no_checkpoint() {
    Claim.Granted claim = table.aJob().claimed();
    claims.save(claim, 1, JobTable.aPayload("half"));
    table.clock.advance(Duration.ofSeconds(3));

    assertThat(claims.complete(claim, JobTable.aPayload("all"), "done")).isTrue();

    Job job = table.now(claim.job());
    assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(job.progress()).isEqualTo(1);
    assertThat(job.message()).hasValue("done");
    assertThat(job.result()).hasValue(JobTable.aPayload("all"));
    assertThat(job.checkpoint()).isEmpty();
    assertThat(job.startedAt()).isEqualTo(claim.job().startedAt());
    assertThat(job.completedAt()).hasValue(table.clock.instant());
  }

  @Test
  void a_failed_job_says_why() {
    Claim.Granted claim = table.aJob().claimed();

    assertThat(transitions.fail(FencedUpdate.of(claim), "There was no more paper.")).isTrue();

    Job job = table.now(claim.job());
    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.error()).hasValue("There was no more paper.");
  }

  @Test
  void a_job_that_fails_with_a_novel_keeps_its_beginning() {
    Claim.Granted claim = table.aJob().claimed();

    assertThat(transitions.fail(FencedUpdate.of(claim), "x".repeat(1_000_000))).isTrue();

    assertThat(table.now(claim.job()).error()).hasValue("x".repeat(1_000));
  }

  @Test
  void a_job_that_failed_before_it_began_has_had_that_attempt() {
    Job job = table.aJob().withMaxAttempts(1).created();

    assertThat(transitions.fail(FencedUpdate.unclaimed(job), "Nobody came.")).isTrue();

    assertThat(table.now(job).attempts()).isEqualTo(1);
    assertThat(table.now(job).error()).hasValue("Nobody came.");
  }

  @Test
  void a_failed_job_that_is_restarted_has_all_its_attempts_again_and_its_checkpoint() {
    Claim.Granted claim = table.aJob().withMaxAttempts(1).claimed();
    claims.heartbeat(claim, 0.6, "far");
    claims.save(claim, 1, JobTable.aPayload("here"));
    claims.heartbeat(claim, 0.7, "farther");
    transitions.fail(FencedUpdate.of(claim), "No.");
    Job failed = table.now(claim.job());
    table.clock.advance(Duration.ofHours(1));

    Job job = transitions.restart(failed).orElseThrow();

    assertThat(job).isEqualTo(table.now(job));
    assertThat(job.status()).isEqualTo(JobStatus.PENDING);
    assertThat(job.attempts()).isZero();
    assertThat(job.fencingToken()).isEqualTo(failed.fencingToken() + 1);
    assertThat(job.checkpoint()).hasValue(JobTable.aPayload("here"));
    assertThat(job.progress()).isEqualTo(0.6);
    assertThat(job.runAfter()).isEqualTo(table.clock.instant());
    assertThat(job.startedAt()).isEmpty();
    assertThat(job.completedAt()).isEmpty();
    assertThat(job.error()).isEmpty();
    assertThat(job.errors()).hasSize(1);
  }

  @Test
  void a_job_that_is_restarted_again_and_again_remembers_its_latest_errors() {
    Job job = table.aJob().withMaxAttempts(1).failed();
    for (int i = 0; i < 30; i++) {
      Job again = transitions.restart(job).orElseThrow();
      transitions.fail(FencedUpdate.of(table.granted(again)), "Failure " + i);
      job = table.now(job);
    }

    assertThat(job.errors().size()).isLessThanOrEqualTo(21);
    assertThat(job.error()).hasValue("Failure 29");
  }

  @Test
  void a_cancelled_job_keeps_what_its_worker_says_of_its_own_end() {
    Claim.Granted claim = table.aJob().claimed();
    Job cancelled = transitions.cancel(claim.job()).orElseThrow();

    claims.noteAbandoned(claim, "It went on and on.");

    assertThat(table.now(cancelled).message()).hasValue("It went on and on.");
    assertThat(table.now(cancelled).revision()).isEqualTo(cancelled.revision() + 1);
  }

  @Test
  void a_job_past_its_retention_is_not_there_even_before_it_is_deleted() {
    Job completed = table.aJob().completed();
    Job waiting = table.aJob().created();

    table.clock.advance(Duration.ofDays(30).minusSeconds(1));
    assertThat(reader.find(completed.id())).isPresent();
    table.clock.advance(Duration.ofSeconds(1));

    assertThat(reader.find(completed.id())).isEmpty();
    assertThat(reader.find(waiting.id())).isPresent();
  }

  @Test
  void an_id_that_an_expired_job_had_can_be_used_again() {
    Job job = table.aJob().completed();
    table.clock.advance(Duration.ofDays(31));
    Job again =
        Job.pending(
            job.id(),
            "acme",
            Submission.of("noop", Json.SNAKE_CASE.createObjectNode()),
            Pool.GENERAL,
            table.clock.instant(),
            JobTable.aPayload());

    assertThat(transitions.create(again, Optional.empty())).isEmpty();

    assertThat(table.now(job)).isEqualTo(again);
  }
}
