package dev.headroom.jobs.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.jobs.AttemptError;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobTable;
import dev.headroom.jobs.Priority;
import dev.headroom.jobs.QueueWait;
import dev.headroom.jobs.TestQueues.Sent;
import dev.headroom.jobs.store.Claim;
import dev.headroom.jobs.store.DueJob;
import dev.headroom.jobs.store.FencedUpdate;
import dev.headroom.jobs.store.JobClaims;
import dev.headroom.jobs.store.JobItem;
import dev.headroom.jobs.store.JobReader;
import dev.headroom.jobs.store.JobTransitions;
import dev.headroom.local.recorder.CallRecorder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SweepTest {
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

  @BeforeEach
  void clear() {
    table.clear();
  }

  private static Sweep.Done sweep() {
    return table.backend.sweep().run(() -> true);
  }

  private static void pass(Duration time) {
    table.clock.advance(time);
  }

  private static void passMinutes(int minutes) {
    pass(Duration.ofMinutes(minutes));
  }

  private static Instant dueAt(Job job) {
    return Optional.ofNullable(table.due().get(job.id())).orElseThrow();
  }

  private static Duration untilDue(Job job) {
    return Duration.between(table.clock.instant(), dueAt(job));
  }

  /** So that the queue of normal jobs is not idle. */
  private static void keepTheQueueBusy() {
    table.backend.queue().send(table.aJob().build());
  }

  @Test
  void a_job_that_was_never_sent_is_sent_once_it_has_waited_a_while() {
    Job job = table.aJob().created();
    pass(QueueWait.PATIENCE);
    pass(Duration.ofMillis(-1));
    assertThat(sweep()).isEqualTo(new Sweep.Done(0, 0));
    pass(Duration.ofMillis(1));

    assertThat(sweep()).isEqualTo(new Sweep.Done(1, 0));

    assertThat(table.queues.sent())
        .containsExactly(
            new Sent(JobQueue.Message.of(job), Priority.NORMAL, Duration.ZERO, "acme"));
    assertThat(table.granted(job).job().attempts()).isEqualTo(1);
  }

  @Test
  void a_scheduled_job_is_sent_when_its_time_is_near_with_what_is_left_of_its_delay() {
    Job job = table.aJob().withDelay(Duration.ofHours(2)).created();
    passMinutes(104);
    assertThat(sweep()).isEqualTo(new Sweep.Done(0, 0));
    passMinutes(2);

    assertThat(sweep()).isEqualTo(new Sweep.Done(1, 0));

    assertThat(table.queues.sent()).extracting(Sent::delay).containsExactly(Duration.ofMinutes(14));
    assertThat(dueAt(job)).isEqualTo(job.runAfter().plus(QueueWait.PATIENCE));
    assertThat(table.item(job).text(JobItem.STATUS_KEY)).startsWith("pending-normal#");
    assertThat(sweep()).isEqualTo(new Sweep.Done(0, 0));
    assertThat(table.granted(job).job().attempts()).isEqualTo(1);
  }

  @Test
  void a_waiting_job_is_not_sent_again_while_its_queue_has_messages_and_looked_at_ever_less() {
    Job job = table.aJob().created();
    keepTheQueueBusy();
    List<Long> looks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      pass(untilDue(job));
      assertThat(sweep()).isEqualTo(new Sweep.Done(0, 0));
      looks.add(untilDue(job).dividedBy(QueueWait.PATIENCE));
    }

    assertThat(looks).containsExactly(1L, 2L, 4L, 8L);
    assertThat(table.queues.sentFor(job)).isEmpty();
  }

  @Test
  void a_waiting_jobs_message_is_taken_for_lost_after_a_quarter_of_an_hour() {
    Job job = table.aJob().created();
    keepTheQueueBusy();
    passMinutes(15);
    assertThat(sweep()).isEqualTo(new Sweep.Done(0, 0));
    pass(untilDue(job));

    assertThat(sweep()).isEqualTo(new Sweep.Done(1, 0));

    assertThat(table.queues.sentFor(job)).hasSize(1);
    assertThat(untilDue(job)).isEqualTo(Duration.ofMinutes(30));
  }

  @Test
  void a_waiting_job_whose_queue_is_idle_is_sent_again() {
    Job job = table.aJob().withPriority(Priority.URGENT).created();
    keepTheQueueBusy(); // but not that of urgent jobs
    passMinutes(1);

    assertThat(sweep()).isEqualTo(new Sweep.Done(1, 0));

    assertThat(table.queues.sentFor(job)).hasSize(1);
  }

  @Test
  void a_slice_whose_message_was_lost_is_sent() {
    Job job = table.aJob().betweenSlices();
    passMinutes(1);

    assertThat(sweep()).isEqualTo(new Sweep.Done(1, 0));

    assertThat(table.queues.sentFor(job))
        .containsExactly(new JobQueue.Message(job.id(), "acme", 1, true));
    assertThat(table.granted(job).job().attempts()).isEqualTo(1);
  }

  @Test
  void a_job_whose_worker_is_silent_is_tried_again() {
    Claim.Granted claim = table.aJob().claimed();
    pass(JobClaims.LEASE.plusMillis(1));

    assertThat(sweep()).isEqualTo(new Sweep.Done(0, 1));

    Job job = table.now(claim.job());
    assertThat(job.status()).isEqualTo(JobStatus.PENDING);
    assertThat(job.errors())
        .containsExactly(
            new AttemptError(1, table.clock.instant(), "Its worker stopped answering."));
    assertThat(table.queues.sentFor(job)).containsExactly(JobQueue.Message.of(job));
    assertThat(table.granted(job).job().attempts()).isEqualTo(2);
  }

  @Test
  void a_job_whose_worker_is_silent_at_its_last_attempt_has_failed() {
    Claim.Granted claim = table.aJob().withMaxAttempts(1).claimed();
    pass(JobClaims.LEASE.plusMillis(1));

    assertThat(sweep()).isEqualTo(new Sweep.Done(0, 1));

    assertThat(table.now(claim.job()).error()).hasValue("Its worker stopped answering.");
    assertThat(table.queues.sent()).isEmpty();
    assertThat(table.due()).isEmpty();
  }

  @Test
  void a_worker_that_answers_is_left_alone() {
    Claim.Granted claim = table.aJob().claimed();
    for (int i = 0; i < 5; i++) {
      pass(JobClaims.LEASE.minusSeconds(1));
      assertThat(claims.heartbeat(claim, i / 10.0, "")).isTrue();
      Job before = table.now(claim.job());

      assertThat(sweep()).isEqualTo(new Sweep.Done(0, 0));

      assertThat(table.now(claim.job())).isEqualTo(before);
      assertThat(untilDue(claim.job())).isLessThanOrEqualTo(JobClaims.LEASE);
    }
    assertThat(table.queues.sent()).isEmpty();
  }

  @Test
  void a_job_whose_time_is_over_is_ended_though_its_worker_answers() {
    Claim.Granted claim =
        table.aJob().withMaxAttempts(1).withTimeout(Duration.ofSeconds(90)).claimed();
    for (int second = 0; second < 100; second += 50) {
      pass(Duration.ofSeconds(50));
      claims.renewLease(claim);
      assertThat(sweep()).isEqualTo(new Sweep.Done(0, 0));
    }
    pass(Duration.ofMillis(1)); // past its time, and ten seconds for the worker to say so itself

    assertThat(sweep()).isEqualTo(new Sweep.Done(0, 1));

    assertThat(table.now(claim.job()).error().orElseThrow()).startsWith("Timed out after 90 s");
    assertThat(claims.complete(claim, JobTable.aPayload(), "")).isFalse();
  }

  @Test
  void the_time_of_an_attempt_runs_over_all_its_slices() {
    Job between = table.aJob().withTimeout(Duration.ofMinutes(10)).betweenSlices();
    passMinutes(9);
    Claim.Granted claim = table.granted(between);
    passMinutes(2);
    claims.renewLease(claim);

    assertThat(sweep()).isEqualTo(new Sweep.Done(0, 1));
  }

  @Test
  void what_has_ended_is_never_looked_at() {
    var _ = table.aJob().completed();
    var _ = table.aJob().failed();
    var _ = table.aJob().cancelled();
    pass(Duration.ofDays(1));
    Map<String, Long> calls = callsOf(new Sweep.Done(0, 0));

    assertThat(calls).doesNotContainKeys("GetItem", "UpdateItem", "SendMessage");
  }

  @Test
  void two_sweeps_at_once_end_an_attempt_once() throws Exception {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      jobs.add(table.aJob().claimed().job());
    }
    pass(JobClaims.LEASE.plusMillis(1));

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Sweep.Done> sweep = SweepTest::sweep;
      for (var done : threads.invokeAll(List.of(sweep, sweep))) {
        var _ = done.get();
      }
    }

    assertThat(jobs)
        .allSatisfy(
            job -> {
              assertThat(table.now(job).status()).isEqualTo(JobStatus.PENDING);
              assertThat(table.now(job).errors()).hasSize(1);
              assertThat(table.queues.sentFor(job)).isNotEmpty();
            });
  }

  @Test
  void a_sweep_that_dies_after_sending_loses_nothing() {
    Job waiting = table.aJob().created();
    Job scheduled = table.aJob().withDelay(Duration.ofMinutes(16)).created();
    passMinutes(2);
    table.backend.queue().send(waiting);
    table.backend.queue().send(scheduled); // and then the sweep was killed

    assertThat(table.due()).containsKeys(waiting.id(), scheduled.id());
    var _ = table.queues.receive(Priority.NORMAL);
    assertThat(sweep()).isEqualTo(new Sweep.Done(2, 0));

    assertThat(table.granted(waiting).job().attempts()).isEqualTo(1);
    assertThat(table.claim(waiting)).isEqualTo(new Claim.NothingToDo());
    assertThat(dueAt(scheduled)).isAfter(table.clock.instant());
  }

  @Test
  void what_cannot_be_sent_is_tried_again_by_the_next_sweep() {
    Job waiting = table.aJob().created();
    Job scheduled = table.aJob().withDelay(Duration.ofMinutes(16)).created();
    passMinutes(2);
    table.queues.goDown();
    assertThat(sweep()).isEqualTo(new Sweep.Done(0, 0));
    table.queues.comeBack();

    assertThat(sweep()).isEqualTo(new Sweep.Done(2, 0));

    assertThat(table.queues.sentFor(waiting)).hasSize(1);
    assertThat(table.queues.sentFor(scheduled)).hasSize(1);
  }

  @Test
  void a_worker_that_renews_its_lease_while_a_sweep_looks_keeps_the_job() {
    Claim.Granted claim = table.aJob().claimed();
    pass(JobClaims.LEASE.plusMillis(1));
    DueJob seen = reader.findDue(claim.job().id()).orElseThrow();
    assertThat(claims.renewLease(claim)).isTrue();

    var sequel =
        table
            .backend
            .failedAttempts()
            .end(
                FencedUpdate.expired(seen.job(), table.clock.instant()),
                FailedAttempts.Failure.transientOne("Silence."));

    assertThat(sequel).isEqualTo(FailedAttempts.Sequel.LOST);
    assertThat(claims.isHeld(claim)).isTrue();
  }

  @Test
  void a_job_that_ends_while_a_sweep_looks_is_not_brought_back() {
    Claim.Granted claim = table.aJob().claimed();
    pass(JobClaims.LEASE.plusMillis(1));
    DueJob seen = reader.findDue(claim.job().id()).orElseThrow();
    claims.complete(claim, JobTable.aPayload(), "");
    Job completed = table.now(claim.job());

    transitions.lookAgain(seen.job(), table.clock.instant());
    var _ =
        table
            .backend
            .failedAttempts()
            .end(
                FencedUpdate.expired(seen.job(), table.clock.instant()),
                FailedAttempts.Failure.transientOne("Silence."));

    assertThat(table.now(completed)).isEqualTo(completed);
    assertThat(table.due()).isEmpty();
  }

  @Test
  void one_job_that_cannot_be_looked_after_keeps_no_other_back() {
    Job broken = table.aJob().created();
    Job other = table.aJob().created();
    table.forget(broken, JobItem.STATUS);
    passMinutes(1);

    assertThat(sweep()).isEqualTo(new Sweep.Done(1, 0));

    assertThat(table.queues.sentFor(other)).hasSize(1);
    assertThat(table.due()).containsKey(broken.id());
  }

  @Test
  void a_sweep_whose_time_is_up_leaves_the_next_page_to_the_next_sweep() {
    List<Job> jobs =
        Stream.generate(() -> table.aJob().build())
            .filter(job -> JobItem.dueShard(job.id()).equals("0"))
            .limit(125)
            .toList();
    jobs.forEach(job -> assertThat(transitions.create(job, Optional.empty())).isEmpty());
    passMinutes(1);

    assertThat(table.backend.sweep().run(() -> false).sent()).isEqualTo(100);
    table.queues.clear(); // workers have been busy
    assertThat(table.backend.sweep().run(() -> false).sent()).isEqualTo(25);
  }

  @Test
  void a_sweep_costs_what_is_due_and_nothing_for_what_is_kept() {
    for (int i = 0; i < 60; i++) {
      var _ = i % 2 == 0 ? table.aJob().cancelled() : later();
    }
    for (int i = 0; i < 7; i++) {
      var _ = table.aJob().created();
    }
    passMinutes(1);
    Map<String, Long> calls = callsOf(new Sweep.Done(7, 0));

    assertThat(calls)
        .isEqualTo(
            Map.of(
                "GetQueueAttributes", 4L,
                "Query", (long) JobItem.DUE_SHARDS,
                "GetItem", 7L,
                "SendMessage", 7L,
                "UpdateItem", 7L));
  }

  private static Job later() {
    return table.aJob().withDelay(Duration.ofHours(1)).created();
  }

  /** Sweeps once, and returns what was called. */
  private static Map<String, Long> callsOf(Sweep.Done expected) {
    try (var recorder = new CallRecorder()) {
      assertThat(sweep()).isEqualTo(expected);
      return recorder.attemptsOf("JobsApi");
    }
  }
}
