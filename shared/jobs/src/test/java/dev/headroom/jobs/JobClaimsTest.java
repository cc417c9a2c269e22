package dev.headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may work on a job: by its turn. */
class JobClaimsTest {
  private static final Claim NOTHING = new Claim.NothingToDo();
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

  @Test
  void what_was_created_is_found_as_it_was() {
    Job job =
        table
            .aJob()
            .withPriority(Priority.URGENT)
            .withMaxAttempts(7)
            .withTimeout(Duration.ofMillis(1_500))
            .withDelay(Duration.ofMinutes(3))
            .withTags("night", "run")
            .created();

    assertThat(table.now(job)).isEqualTo(job);
    assertThat(store.find("job_never")).isEmpty();
  }

  @Test
  void an_id_that_is_taken_is_not_overwritten() {
    Job job = table.aJob().created();
    Job other = new AnotherJob(job).of("other");

    assertThat(store.create(other, Optional.empty()).map(JobStore.Existing::job)).hasValue(job);
    assertThat(table.now(job)).isEqualTo(job);
  }

  /** A job of the same id. */
  private record AnotherJob(Job job) {
    Job of(String tenant) {
      Job other = table.aJob().of(tenant).build();
      return new Job(
          job.id(),
          other.tenant(),
          other.type(),
          other.pool(),
          other.terms(),
          other.status(),
          other.progress(),
          other.message(),
          other.attempts(),
          other.turn(),
          other.revision(),
          other.createdAt(),
          other.runAfter(),
          other.startedAt(),
          other.completedAt(),
          other.parameters(),
          other.checkpoint(),
          other.result(),
          other.errors());
    }
  }

  @Test
  void a_claim_begins_an_attempt_and_takes_the_next_turn() {
    Job job = table.aJob().created();

    Job claimed = table.granted(job).job();

    assertThat(claimed.status()).isEqualTo(JobStatus.RUNNING);
    assertThat(claimed.attempts()).isEqualTo(1);
    assertThat(claimed.turn()).isEqualTo(job.turn() + 1);
    assertThat(claimed.revision()).isEqualTo(job.revision() + 1);
    assertThat(claimed.startedAt()).hasValue(table.clock.instant());
    assertThat(table.now(job)).isEqualTo(claimed);
  }

  @Test
  void a_message_that_comes_twice_is_for_one_turn_and_loses_the_second_time() {
    Job job = table.aJob().created();
    Claim.Granted first = table.granted(job);

    assertThat(table.claim(job)).isEqualTo(NOTHING);
    assertThat(table.now(job)).isEqualTo(first.job());
  }

  @Test
  void a_message_of_an_attempt_that_is_over_does_not_begin_the_next() {
    Job first = table.aJob().created();
    Job second =
        store.retry(Fence.of(table.granted(first)), "Again.", table.clock.instant()).orElseThrow();

    assertThat(table.claim(first)).isEqualTo(NOTHING);
    assertThat(table.granted(second).job().attempts()).isEqualTo(2);
  }

  @Test
  void a_message_of_a_later_turn_is_nobodys() {
    Job job = table.aJob().created();

    assertThat(
            store.claim(
                new JobQueue.Message(job.id(), job.tenant(), job.turn() + 1, false), "worker"))
        .isEqualTo(NOTHING);
  }

  @Test
  void a_slice_goes_on_as_the_same_attempt_from_the_checkpoint() {
    Job waiting = table.aJob().betweenSlices();
    table.clock.advance(Duration.ofMinutes(1));

    Job job = table.granted(waiting).job();

    assertThat(job.attempts()).isEqualTo(1);
    assertThat(job.turn()).isEqualTo(2);
    assertThat(job.startedAt()).isEqualTo(waiting.startedAt());
    assertThat(job.checkpoint()).hasValue(JobTable.aPayload("half"));
    assertThat(table.claim(waiting)).isEqualTo(NOTHING);
  }

  @Test
  void a_slices_message_does_not_begin_an_attempt_nor_the_reverse() {
    Job waiting = table.aJob().created();
    Job between = table.aJob().betweenSlices();

    assertThat(store.claim(reversed(waiting), "worker")).isEqualTo(NOTHING);
    assertThat(store.claim(reversed(between), "worker")).isEqualTo(NOTHING);
    assertThat(table.now(waiting)).isEqualTo(waiting);
    assertThat(table.now(between)).isEqualTo(between);
  }

  private static JobQueue.Message reversed(Job job) {
    JobQueue.Message message = JobQueue.Message.of(job);
    return new JobQueue.Message(
        message.jobId(), message.tenant(), message.turn(), !message.slice());
  }

  @Test
  void there_is_nothing_to_claim_where_there_is_no_job() {
    Job never = table.aJob().build();

    assertThat(table.claim(never)).isEqualTo(NOTHING);
    assertThat(store.find(never.id())).isEmpty();
  }

  @Test
  void a_claim_holds_until_its_job_goes_on_without_it() {
    Claim.Granted claim = table.aJob().claimed();
    assertThat(store.isHeld(claim)).isTrue();

    store.cancel(claim.job());

    assertThat(store.isHeld(claim)).isFalse();
    assertThat(store.isHeld(new Claim.Granted(table.aJob().build()))).isFalse();
  }
}
