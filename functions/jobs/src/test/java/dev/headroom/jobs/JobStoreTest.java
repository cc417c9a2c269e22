package dev.headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JobStoreTest {
  private static JobTable table;
  private static JobStore store;

  @BeforeAll
  static void open() {
    table = new JobTable();
    store = table.store;
  }

  @AfterAll
  static void close() {
    table.close();
  }

  private static Job now(Job job) {
    return store.find(job.id()).orElseThrow();
  }

  private static Optional<Claim.Granted> claim(Job job, String claimant) {
    return store.claim(job.id(), job.tenant(), claimant) instanceof Claim.Granted granted
        ? Optional.of(granted)
        : Optional.empty();
  }

  @Test
  void what_was_created_is_found() {
    Job job = table.aJob().withPriority(Priority.URGENT).created();

    assertThat(now(job)).isEqualTo(job);
    assertThat(store.find("job_never")).isEmpty();
  }

  @Test
  void creating_the_same_job_again_is_the_same_job_as_when_an_answer_was_lost() {
    Job job = table.aJob().created();

    store.create(job);

    assertThat(now(job)).isEqualTo(job);
  }

  @Test
  void an_id_that_is_taken_by_another_job_is_not_overwritten() {
    Job job = table.aJob().created();
    table.clock.advance(Duration.ofSeconds(1));
    Job other =
        new Job(
            job.id(),
            "other",
            "noop",
            Priority.LOW,
            JobStatus.PENDING,
            0,
            Optional.empty(),
            0,
            1,
            table.clock.instant(),
            Optional.empty(),
            Optional.empty(),
            job.parameters(),
            Optional.empty(),
            Optional.empty());

    assertThatThrownBy(() -> store.create(other)).isInstanceOf(RuntimeException.class);
    assertThat(now(job).tenant()).isEqualTo("acme");
  }

  @Test
  void a_claim_makes_the_job_run_and_numbers_the_attempt() {
    Job job = table.aJob().created();

    Claim.Granted claim = claim(job, "worker").orElseThrow();

    assertThat(claim.job().status()).isEqualTo(JobStatus.RUNNING);
    assertThat(claim.job().attempts()).isEqualTo(1);
    assertThat(claim.job().startedAt()).hasValue(table.clock.instant());
    assertThat(now(job)).isEqualTo(claim.job());
  }

  @Test
  void a_second_claim_loses() {
    Job job = table.aJob().created();
    assertThat(claim(job, "first")).isPresent();

    assertThat(claim(job, "second")).isEmpty();
    assertThat(now(job).attempts()).isEqualTo(1);
  }

  @Test
  void a_claim_that_is_repeated_because_its_answer_was_lost_still_holds() {
    Job job = table.aJob().created();
    Claim.Granted claim = claim(job, "worker").orElseThrow();

    assertThat(claim(job, "worker")).hasValue(claim);
  }

  @Test
  void of_many_claims_at_once_one_wins() throws Exception {
    Job job = table.aJob().created();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Optional<Claim.Granted>>> claims =
          IntStream.range(0, 16)
              .<Callable<Optional<Claim.Granted>>>mapToObj(i -> () -> claim(job, "worker " + i))
              .toList();
      int won = 0;
      for (var result : threads.invokeAll(claims)) {
        won += result.get().isPresent() ? 1 : 0;
      }
      assertThat(won).isEqualTo(1);
    }
  }

  @Test
  void there_is_nothing_to_claim_where_there_is_no_job() {
    assertThat(store.claim("job_never", "acme", "worker")).isEqualTo(new Claim.NothingToDo());
    assertThat(store.find("job_never")).isEmpty();
  }

  @Test
  void a_job_whose_worker_is_silent_for_a_lease_can_be_claimed_again() {
    Job job = table.aJob().created();
    assertThat(claim(job, "dies")).isPresent();

    table.clock.advance(JobStore.LEASE);
    assertThat(claim(job, "too early")).isEmpty();
    table.clock.advance(Duration.ofMillis(1));

    assertThat(claim(job, "second").orElseThrow().job().attempts()).isEqualTo(2);
  }

  @Test
  void a_heartbeat_renews_the_lease_and_shows_the_progress() {
    Claim.Granted claim = table.aJob().claimed();
    table.clock.advance(JobStore.LEASE.minusSeconds(1));

    assertThat(store.heartbeat(claim, 0.4, "half way, nearly")).isTrue();

    table.clock.advance(JobStore.LEASE.minusSeconds(1));
    assertThat(claim(claim.job(), "vulture")).isEmpty();
    assertThat(now(claim.job()).progress()).isEqualTo(0.4);
    assertThat(now(claim.job()).message()).hasValue("half way, nearly");
  }

  @Test
  void who_has_lost_the_lease_changes_nothing_any_more() {
    Claim.Granted zombie = table.aJob().claimed();
    table.clock.advance(JobStore.LEASE.plusSeconds(1));
    Claim.Granted holder = claim(zombie.job(), "second").orElseThrow();

    assertThat(store.heartbeat(zombie, 0.9, "brains")).isFalse();
    assertThat(store.complete(zombie, JobTable.aPayload(), "")).isFalse();
    assertThat(store.fail(zombie, "brains")).isFalse();

    assertThat(now(holder.job())).isEqualTo(holder.job());
    assertThat(store.complete(holder, JobTable.aPayload(), "")).isTrue();
  }

  @Test
  void a_completed_job_has_its_result_and_its_end() {
    Claim.Granted claim = table.aJob().claimed();
    table.clock.advance(Duration.ofSeconds(3));

    assertThat(store.complete(claim, JobTable.aPayload(), "")).isTrue();

    Job job = now(claim.job());
    assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(job.progress()).isEqualTo(1);
    assertThat(job.result()).isPresent();
    assertThat(job.processingTime()).hasValue(Duration.ofSeconds(3));
  }

  @Test
  void an_end_that_is_repeated_because_its_answer_was_lost_was_taken() {
    Claim.Granted claim = table.aJob().claimed();
    assertThat(store.complete(claim, JobTable.aPayload(), "")).isTrue();

    assertThat(store.complete(claim, JobTable.aPayload(), "")).isTrue();
    assertThat(store.fail(claim, "too late")).isFalse();
    assertThat(now(claim.job()).error()).isEmpty();
  }

  @Test
  void a_failed_job_says_why() {
    Claim.Granted claim = table.aJob().claimed();

    assertThat(store.fail(claim, "There was no more paper.")).isTrue();

    assertThat(now(claim.job()).status()).isEqualTo(JobStatus.FAILED);
    assertThat(now(claim.job()).error()).hasValue("There was no more paper.");
    assertThat(claim(claim.job(), "second")).isEmpty();
  }

  @Test
  void a_job_that_fails_with_a_novel_keeps_its_beginning() {
    Claim.Granted claim = table.aJob().claimed();

    assertThat(store.fail(claim, "x".repeat(1_000_000))).isTrue();

    assertThat(now(claim.job()).error()).hasValue("x".repeat(1_000));
  }

  @Test
  void a_pending_job_can_be_cancelled_and_then_no_longer_claimed() {
    Job job = table.aJob().created();

    assertThat(store.cancel(job).orElseThrow().status()).isEqualTo(JobStatus.CANCELLED);

    assertThat(claim(job, "worker")).isEmpty();
  }

  @Test
  void a_cancellation_that_is_repeated_because_its_answer_was_lost_was_taken() {
    Job job = table.aJob().created();
    assertThat(store.cancel(job)).isPresent();

    assertThat(store.cancel(job)).isPresent();
    table.clock.advance(Duration.ofSeconds(1));
    assertThat(store.cancel(job)).isEmpty();
  }

  @Test
  void a_job_that_no_worker_has_seen_can_be_withdrawn_and_one_that_runs_stays() {
    Job pending = table.aJob().created();
    Claim.Granted running = table.aJob().claimed();

    assertThat(store.withdraw(pending)).isTrue();
    assertThat(store.withdraw(pending)).isTrue();
    assertThat(store.withdraw(running.job())).isFalse();

    assertThat(store.find(pending.id())).isEmpty();
    assertThat(store.find(running.job().id())).isPresent();
  }

  @Test
  void between_cancelling_and_claiming_one_wins() throws Exception {
    for (int i = 0; i < 20; i++) {
      Job job = table.aJob().created();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var claimed = threads.submit(() -> claim(job, "worker").isPresent());
        var cancelled = threads.submit(() -> store.cancel(job).isPresent());
        assertThat(claimed.get()).isNotEqualTo(cancelled.get());
        assertThat(now(job).status())
            .isEqualTo(claimed.get() ? JobStatus.RUNNING : JobStatus.CANCELLED);
      }
    }
  }

  @Test
  void a_job_past_its_retention_is_not_there_even_before_it_is_deleted() {
    Job job = table.aJob().created();

    table.clock.advance(Duration.ofDays(30).plusSeconds(1));

    assertThat(store.find(job.id())).isEmpty();
  }

  @Test
  void every_write_changes_the_revision() {
    Job job = table.aJob().created();
    Claim.Granted claim = claim(job, "worker").orElseThrow();
    store.heartbeat(claim, 0.5, "");
    store.complete(claim, JobTable.aPayload(), "");

    assertThat(now(job).revision()).isEqualTo(job.revision() + 3);
  }
}
