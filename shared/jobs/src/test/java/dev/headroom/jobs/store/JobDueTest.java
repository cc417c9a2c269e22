package dev.headroom.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobTable;
import dev.headroom.jobs.QueueWait;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the sweeper's index holds: every job that has not ended, and no other. */
class JobDueTest {
  private static JobTable table;
  private static JobTransitions transitions;

  @BeforeAll
  static void open() {
    table = new JobTable();
    transitions = table.transitions;
  }

  @AfterAll
  static void close() {
    table.close();
  }

  private static Instant in(Duration time) {
    return table.clock.instant().plus(time);
  }

  private static boolean expires(Job job) {
    return table.item(job).find(JobItem.EXPIRES_AT).isPresent();
  }

  @Test
  void what_has_not_ended_is_looked_at_and_stays_and_what_has_ended_is_neither() {
    Job waiting = table.aJob().created();
    Job scheduled = table.aJob().withDelay(Duration.ofHours(1)).created();
    Job held = table.aJob().claimed().job();
    Job betweenSlices = table.aJob().betweenSlices();
    Job retried = table.aJob().retriedAt(in(Duration.ofSeconds(9)));
    Job restarted = transitions.restart(table.aJob().failed()).orElseThrow();
    Job completed = table.aJob().completed();
    Job failed = table.aJob().failed();
    Job cancelled = table.aJob().cancelled();
    Job cancelledWhileItRan = transitions.cancel(table.aJob().claimed().job()).orElseThrow();

    assertThat(table.due().keySet())
        .contains(
            waiting.id(),
            scheduled.id(),
            held.id(),
            betweenSlices.id(),
            retried.id(),
            restarted.id())
        .doesNotContain(completed.id(), failed.id(), cancelled.id(), cancelledWhileItRan.id());
    assertThat(new Job[] {waiting, scheduled, held, betweenSlices, retried, restarted})
        .noneMatch(JobDueTest::expires);
    assertThat(new Job[] {completed, failed, cancelled, cancelledWhileItRan})
        .allMatch(JobDueTest::expires);
  }

  @Test
  void a_job_expires_its_retention_after_its_end() {
    Job job = table.aJob().completed();

    assertThat(table.item(job).number(JobItem.EXPIRES_AT))
        .isEqualTo(in(Duration.ofDays(30)).getEpochSecond());
  }

  @Test
  void a_waiting_job_is_looked_at_a_while_after_its_time() {
    Job now = table.aJob().created();
    Job soon = table.aJob().withDelay(Duration.ofMinutes(15)).created();
    Job retried = table.aJob().retriedAt(in(Duration.ofSeconds(9)));
    Job betweenSlices = table.aJob().betweenSlices();

    assertThat(table.due())
        .containsEntry(now.id(), in(QueueWait.PATIENCE))
        .containsEntry(soon.id(), in(Duration.ofMinutes(15).plus(QueueWait.PATIENCE)))
        .containsEntry(retried.id(), in(Duration.ofSeconds(9).plus(QueueWait.PATIENCE)))
        .containsEntry(betweenSlices.id(), in(QueueWait.PATIENCE));
  }

  @Test
  void a_scheduled_job_is_looked_at_when_a_queue_can_delay_it() {
    Job scheduled = table.aJob().withDelay(Duration.ofMinutes(15).plusMillis(1)).created();
    Job retried = table.aJob().retriedAt(in(Duration.ofHours(1)));

    assertThat(table.due())
        .containsEntry(scheduled.id(), in(Duration.ofMillis(1)))
        .containsEntry(retried.id(), in(Duration.ofMinutes(45)));
  }

  @Test
  void a_held_job_is_looked_at_no_later_than_its_lease_runs_out() {
    Claim.Granted claim = table.aJob().claimed();

    assertThat(table.due().get(claim.job().id())).isBeforeOrEqualTo(in(JobClaims.LEASE));
  }

  @Test
  void a_job_that_waited_long_is_looked_at_soon_once_a_worker_has_it() {
    Job job = table.aJob().created();
    Job slice = table.aJob().betweenSlices();
    transitions.lookAgain(
        job, in(Duration.ofHours(10))); // as the sweeper does while a queue is far behind
    transitions.lookAgain(slice, in(Duration.ofHours(10)));
    table.clock.advance(Duration.ofHours(1));

    var _ = table.granted(job);
    var _ = table.granted(slice);

    assertThat(table.due().get(job.id())).isBeforeOrEqualTo(in(JobClaims.LEASE.multipliedBy(2)));
    assertThat(table.due().get(slice.id())).isBeforeOrEqualTo(in(JobClaims.LEASE.multipliedBy(2)));
  }

  @Test
  void what_the_sweeper_found_and_what_has_gone_on_since_keeps_its_own_time() {
    Job job = table.aJob().created();
    Claim.Granted claim = table.granted(job);
    Job retried =
        transitions.retry(FencedUpdate.of(claim), "Again.", in(Duration.ofHours(1))).orElseThrow();
    Instant due = table.due().get(job.id());

    transitions.lookAgain(job, in(Duration.ofMinutes(5)));
    transitions.lookAgain(claim.job(), in(Duration.ofMinutes(5)));

    assertThat(table.due()).containsEntry(job.id(), due);
    assertThat(table.now(job)).isEqualTo(retried);
  }
}
