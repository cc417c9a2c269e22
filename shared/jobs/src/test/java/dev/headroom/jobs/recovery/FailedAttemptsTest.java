package dev.headroom.jobs.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.jobs.AttemptError;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobTable;
import dev.headroom.jobs.Priority;
import dev.headroom.jobs.TestQueues.Sent;
import dev.headroom.jobs.recovery.FailedAttempts.Failure;
import dev.headroom.jobs.recovery.FailedAttempts.Sequel;
import dev.headroom.jobs.store.Claim;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {
  private static final Failure RAIN = Failure.transientOne("It rained.");
  private static JobTable table;
  private static FailedAttempts attempts;

  @BeforeAll
  static void open() {
    table = new JobTable();
    attempts = table.backend.failedAttempts();
  }

  @AfterAll
  static void close() {
    table.close();
  }

  @BeforeEach
  void clear() {
    table.queues.clear();
  }

  @Test
  void another_attempt_follows_after_the_backoff() {
    Claim.Granted claim = table.aJob().claimed();

    assertThat(attempts.end(claim, RAIN)).isEqualTo(Sequel.RETRIED);

    Job job = table.now(claim.job());
    assertThat(job.status()).isEqualTo(JobStatus.PENDING);
    assertThat(job.runAfter())
        .isBetween(table.clock.instant(), table.clock.instant().plusSeconds(1));
    assertThat(table.queues.sent())
        .containsExactly(
            new Sent(
                new JobQueue.Message(job.id(), "acme", 1, false),
                Priority.NORMAL,
                Duration.ofSeconds(job.runAfter().equals(table.clock.instant()) ? 0 : 1),
                "acme"));
  }

  @Test
  void another_attempt_follows_when_the_work_says() {
    Claim.Granted claim = table.aJob().claimed();

    attempts.end(claim, new Failure("Later.", true, Optional.of(Duration.ofMinutes(5))));

    assertThat(table.queues.sent()).extracting(Sent::delay).containsExactly(Duration.ofMinutes(5));
  }

  @Test
  void an_attempt_that_is_far_off_is_left_to_the_sweeper() {
    Claim.Granted claim = table.aJob().claimed();

    attempts.end(claim, new Failure("Tomorrow.", true, Optional.of(Duration.ofDays(1))));

    assertThat(table.queues.sent()).isEmpty();
    assertThat(table.due())
        .containsEntry(
            claim.job().id(), table.clock.instant().plus(Duration.ofDays(1)).minusSeconds(900));
  }

  @Test
  void there_are_as_many_attempts_as_were_asked_for() {
    Job job = table.aJob().withMaxAttempts(3).created();
    for (Sequel sequel : new Sequel[] {Sequel.RETRIED, Sequel.RETRIED, Sequel.FAILED}) {
      assertThat(attempts.end(table.granted(table.now(job)), RAIN)).isEqualTo(sequel);
    }

    Job failed = table.now(job);
    assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
    assertThat(failed.errors()).extracting(AttemptError::attempt).containsExactly(1, 2, 3);
    assertThat(table.queues.sentFor(job)).hasSize(2);
  }

  @Test
  void what_cannot_get_better_is_not_tried_again() {
    Claim.Granted claim = table.aJob().claimed();

    assertThat(attempts.end(claim, Failure.lasting("There is no such page.")))
        .isEqualTo(Sequel.FAILED);

    assertThat(table.now(claim.job()).error()).hasValue("There is no such page.");
    assertThat(table.queues.sent()).isEmpty();
  }

  @Test
  void who_has_lost_the_job_ends_nothing() {
    Claim.Granted zombie = table.aJob().claimed();
    attempts.end(zombie, RAIN);
    Claim.Granted holder = table.granted(table.now(zombie.job()));
    table.queues.clear();

    assertThat(attempts.end(zombie, RAIN)).isEqualTo(Sequel.LOST);
    assertThat(attempts.end(zombie, Failure.lasting("brains"))).isEqualTo(Sequel.LOST);

    assertThat(table.now(holder.job())).isEqualTo(holder.job());
    assertThat(table.queues.sent()).isEmpty();
  }

  @Test
  void an_attempt_that_cannot_be_sent_is_left_to_the_sweeper() {
    Claim.Granted claim = table.aJob().claimed();
    table.queues.goDown();

    assertThat(attempts.end(claim, RAIN)).isEqualTo(Sequel.RETRIED);

    assertThat(table.due()).containsKey(claim.job().id());
  }

  @Test
  void a_dead_letter_counts_as_an_attempt_and_another_follows() {
    Job job = table.aJob().created();

    assertThat(attempts.deadLetter(JobQueue.Message.of(job))).isEqualTo(Sequel.RETRIED);

    Job next = table.now(job);
    assertThat(next.attempts()).isEqualTo(1);
    assertThat(next.errors()).hasSize(1);
    assertThat(table.queues.sentFor(job))
        .containsExactly(new JobQueue.Message(job.id(), "acme", job.fencingToken() + 1, false));
  }

  @Test
  void a_dead_letter_ends_a_job_that_has_no_attempt_left() {
    Job job = table.aJob().withMaxAttempts(2).retriedAt(table.clock.instant());

    assertThat(attempts.deadLetter(JobQueue.Message.of(job))).isEqualTo(Sequel.FAILED);

    Job failed = table.now(job);
    assertThat(failed.attempts()).isEqualTo(2);
    assertThat(failed.errors()).extracting(AttemptError::attempt).containsExactly(1, 2);
  }

  @Test
  void a_dead_letter_of_a_slice_ends_its_attempt_and_the_next_goes_on_from_the_checkpoint() {
    Job job = table.aJob().betweenSlices();

    assertThat(attempts.deadLetter(JobQueue.Message.of(job))).isEqualTo(Sequel.RETRIED);

    Job next = table.now(job);
    assertThat(next.status()).isEqualTo(JobStatus.PENDING);
    assertThat(next.attempts()).isEqualTo(1);
    assertThat(next.checkpoint()).isEqualTo(job.checkpoint());
  }

  @Test
  void a_dead_letter_that_is_out_of_date_changes_nothing() {
    Job begun = table.aJob().created();
    Job between = table.aJob().betweenSlices();
    Job cancelled = table.aJob().cancelled();
    Job never = table.aJob().build();
    var first = JobQueue.Message.of(begun);
    var slice = JobQueue.Message.of(between);
    var _ = table.granted(begun);
    var _ = table.granted(between);
    Job begunNow = table.now(begun);
    Job betweenNow = table.now(between);

    assertThat(attempts.deadLetter(first)).isEqualTo(Sequel.LOST);
    assertThat(attempts.deadLetter(slice)).isEqualTo(Sequel.LOST);
    assertThat(attempts.deadLetter(JobQueue.Message.of(cancelled))).isEqualTo(Sequel.LOST);
    assertThat(attempts.deadLetter(JobQueue.Message.of(never))).isEqualTo(Sequel.LOST);

    assertThat(table.now(begun)).isEqualTo(begunNow);
    assertThat(table.now(between)).isEqualTo(betweenNow);
    assertThat(table.now(cancelled)).isEqualTo(cancelled);
  }

  @Test
  void a_slices_dead_letter_that_comes_twice_does_not_end_the_attempt_that_followed() {
    Job between = table.aJob().betweenSlices();
    var slice = JobQueue.Message.of(between);
    attempts.deadLetter(slice);
    Job next = table.now(between);

    assertThat(attempts.deadLetter(slice)).isEqualTo(Sequel.LOST);

    assertThat(table.now(between)).isEqualTo(next);
  }
}
