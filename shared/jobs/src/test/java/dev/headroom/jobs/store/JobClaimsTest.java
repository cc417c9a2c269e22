package dev.headroom.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobTable;
import dev.headroom.jobs.Priority;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may work on a job: by its turn. */
class JobClaimsTest {
  private static final Claim NOTHING = new Claim.NothingToDo();
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
    assertThat(reader.find("job_never")).isEmpty();
  }

  @Test
  void an_id_that_is_taken_is_not_overwritten() {
    Job job = table.aJob().created();
    Job other = new AnotherJob(job).of("other");

    assertThat(transitions.create(other, Optional.empty()).map(JobTransitions.Existing::job))
        .hasValue(job);
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
          other.options(),
          other.status(),
          other.progress(),
          other.message(),
          other.attempts(),
          other.fencingToken(),
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
    assertThat(claimed.fencingToken()).isEqualTo(job.fencingToken() + 1);
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
        transitions
            .retry(FencedUpdate.of(table.granted(first)), "Again.", table.clock.instant())
            .orElseThrow();

    assertThat(table.claim(first)).isEqualTo(NOTHING);
    assertThat(table.granted(second).job().attempts()).isEqualTo(2);
  }

  @Test
  void a_message_of_a_later_turn_is_nobodys() {
    Job job = table.aJob().created();

    assertThat(
            claims.claim(
                new JobQueue.Message(job.id(), job.tenant(), job.fencingToken() + 1, false),
                "worker"))
        .isEqualTo(NOTHING);
  }

  @Test
  void a_slice_goes_on_as_the_same_attempt_from_the_checkpoint() {
    Job waiting = table.aJob().betweenSlices();
    table.clock.advance(Duration.ofMinutes(1));

    Job job = table.granted(waiting).job();

    assertThat(job.attempts()).isEqualTo(1);
    assertThat(job.fencingToken()).isEqualTo(2);
    assertThat(job.startedAt()).isEqualTo(waiting.startedAt());
    assertThat(job.checkpoint()).hasValue(JobTable.aPayload("half"));
    assertThat(table.claim(waiting)).isEqualTo(NOTHING);
  }

  @Test
  void a_slices_message_does_not_begin_an_attempt_nor_the_reverse() {
    Job waiting = table.aJob().created();
    Job between = table.aJob().betweenSlices();

    assertThat(claims.claim(reversed(waiting), "worker")).isEqualTo(NOTHING);
    assertThat(claims.claim(reversed(between), "worker")).isEqualTo(NOTHING);
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
    assertThat(reader.find(never.id())).isEmpty();
  }

  @Test
  void a_claim_holds_until_its_job_goes_on_without_it() {
    Claim.Granted claim = table.aJob().claimed();
    assertThat(claims.isHeld(claim)).isTrue();

    transitions.cancel(claim.job());

    assertThat(claims.isHeld(claim)).isFalse();
    assertThat(claims.isHeld(new Claim.Granted(table.aJob().build()))).isFalse();
  }
}
