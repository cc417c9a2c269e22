package dev.headroom.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.aws.Item;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobTable;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be done to a job in which situation, by the real conditional writes. */
class JobTransitionsTest {
  private static JobTable table;
  private static JobClaims claims;
  private static JobTransitions transitions;

  @BeforeAll
  static void open() {
    table = new JobTable();
    claims = table.claims;
    transitions = table.transitions;
  }

  @AfterAll
  static void close() {
    table.close();
  }

  /** Where a job can stand. */
  enum Situation {
    WAITS,
    HELD,
    BETWEEN_SLICES,
    COMPLETED,
    FAILED,
    CANCELLED;

    Job job() {
      return switch (this) {
        case WAITS -> table.aJob().created();
        case HELD -> table.aJob().claimed().job();
        case BETWEEN_SLICES -> table.aJob().betweenSlices();
        case COMPLETED -> table.aJob().completed();
        case FAILED -> table.aJob().failed();
        case CANCELLED -> table.aJob().cancelled();
      };
    }
  }

  /** What somebody may try who knows the job as it is now, its turn and all. */
  enum Deed {
    BEGIN,
    RESUME,
    HEARTBEAT,
    RENEW_LEASE,
    SAVE,
    END_SLICE,
    COMPLETE,
    FAIL_HELD,
    RETRY_HELD,
    FAIL_UNCLAIMED,
    RETRY_UNCLAIMED,
    CANCEL,
    NOTE_ABANDONED,
    RESTART;

    void to(Job job) {
      var claim = new Claim.Granted(job);
      var _ =
          switch (this) {
            case BEGIN -> claims.claim(message(job, false), "worker");
            case RESUME -> claims.claim(message(job, true), "worker");
            case HEARTBEAT -> claims.heartbeat(claim, 0.7, "");
            case RENEW_LEASE -> claims.renewLease(claim);
            case SAVE -> claims.save(claim, 1, JobTable.aPayload("saved"));
            case END_SLICE -> claims.endSlice(claim, JobTable.aPayload("ended"), 0.7, "");
            case COMPLETE -> claims.complete(claim, JobTable.aPayload(), "");
            case FAIL_HELD -> transitions.fail(FencedUpdate.held(job), "Why not.");
            case RETRY_HELD ->
                transitions.retry(FencedUpdate.held(job), "Why not.", table.clock.instant());
            case FAIL_UNCLAIMED -> transitions.fail(FencedUpdate.unclaimed(job), "Why not.");
            case RETRY_UNCLAIMED ->
                transitions.retry(FencedUpdate.unclaimed(job), "Why not.", table.clock.instant());
            case CANCEL -> transitions.cancel(job);
            case NOTE_ABANDONED -> {
              claims.noteAbandoned(claim, "It went on.");
              yield true;
            }
            case RESTART -> transitions.restart(job);
          };
    }

    private static JobQueue.Message message(Job job, boolean slice) {
      return new JobQueue.Message(job.id(), job.tenant(), job.fencingToken(), slice);
    }
  }

  /** A dash: nothing changes. */
  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      textBlock =
          """
          DEED,            WAITS,     HELD,      BETWEEN_SLICES, COMPLETED, FAILED,  CANCELLED
          BEGIN,           RUNNING,   -,         -,              -,         -,       -
          RESUME,          -,         -,         RUNNING,        -,         -,       -
          HEARTBEAT,       -,         RUNNING,   -,              -,         -,       -
          RENEW_LEASE,     -,         RUNNING,   -,              -,         -,       -
          SAVE,            -,         RUNNING,   -,              -,         -,       -
          END_SLICE,       -,         RUNNING,   -,              -,         -,       -
          COMPLETE,        -,         COMPLETED, -,              -,         -,       -
          FAIL_HELD,       -,         FAILED,    -,              -,         -,       -
          RETRY_HELD,      -,         PENDING,   -,              -,         -,       -
          FAIL_UNCLAIMED,  FAILED,    -,         FAILED,         -,         -,       -
          RETRY_UNCLAIMED, PENDING,   -,         PENDING,        -,         -,       -
          CANCEL,          CANCELLED, CANCELLED, CANCELLED,      -,         -,       -
          NOTE_ABANDONED,  -,         -,         -,              -,         -,       CANCELLED
          RESTART,         -,         -,         -,              -,         PENDING, -
          """)
  void a_deed_changes_a_job_only_where_the_state_machine_allows_it(
      Deed deed,
      String waits,
      String held,
      String betweenSlices,
      String completed,
      String failed,
      String cancelled) {
    check(deed, Situation.WAITS, waits);
    check(deed, Situation.HELD, held);
    check(deed, Situation.BETWEEN_SLICES, betweenSlices);
    check(deed, Situation.COMPLETED, completed);
    check(deed, Situation.FAILED, failed);
    check(deed, Situation.CANCELLED, cancelled);
  }

  private static void check(Deed deed, Situation situation, String expected) {
    Job job = situation.job();
    table.clock.advance(Duration.ofSeconds(1)); // so that every change is seen
    Item before = table.item(job);
    try {
      deed.to(job);
    } catch (IllegalArgumentException _) {
      // The state machine knows no such step; then it is not even tried.
    }
    Item after = table.item(job);
    if (expected.equals("-")) {
      assertThat(after).as("%s of %s", deed, situation).isEqualTo(before);
    } else {
      assertThat(after).as("%s of %s", deed, situation).isNotEqualTo(before);
      assertThat(table.now(job).status()).isEqualTo(JobStatus.valueOf(expected));
    }
  }

  @Test
  void no_write_can_be_made_for_a_step_that_the_state_machine_does_not_know() {
    for (JobStatus from : JobStatus.values()) {
      for (JobStatus next : JobStatus.values()) {
        if (!from.mayBecome(next)) {
          assertThatThrownBy(() -> JobUpdate.move("job_1", Set.of(from), next))
              .isInstanceOf(IllegalArgumentException.class);
        }
      }
    }
  }
}
