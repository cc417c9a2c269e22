package dev.headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.json.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How the author of a job type tests it, with no cloud. */
class JobRehearsalTest {
  /** Counts to a number; breaks once on the way, if it is asked to. */
  private static final class Count implements JobType {
    record Parameters(int to, int breakAt) {}

    record Counted(int sofar) {}

    @Override
    public String name() {
      return "count";
    }

    @Override
    public Outcome run(JobRun run) throws InterruptedException {
      var parameters = run.parameters(Parameters.class);
      int counted = run.checkpoint(Counted.class).map(Counted::sofar).orElse(0);
      while (counted < parameters.to()) {
        if (run.mustYield()) {
          return Outcome.Continue.from(new Counted(counted));
        }
        if (counted == parameters.breakAt() && run.attempt() == 1) {
          throw new HeadroomException.Unavailable("The abacus broke.");
        }
        counted++;
        run.progress((double) counted / parameters.to(), "Counted to " + counted);
        if (counted % 10 == 0) {
          run.save(new Counted(counted));
        }
      }
      return new Outcome.Completed(Json.SNAKE_CASE.createObjectNode().put("counted", counted));
    }
  }

  private static final int NEVER = -1;

  private static Outcome counted(int number) {
    ObjectNode result = Json.SNAKE_CASE.createObjectNode().put("counted", number);
    return new Outcome.Completed(result, Optional.empty());
  }

  private static Optional<ObjectNode> checkpoint(int counted) {
    return Optional.of(Json.SNAKE_CASE.createObjectNode().put("sofar", counted));
  }

  @Test
  void a_job_is_one_slice_when_there_is_time_enough() throws Exception {
    var rehearsal = new JobRehearsal(new Count());

    assertThat(rehearsal.run(new Count.Parameters(25, NEVER))).isEqualTo(counted(25));

    assertThat(rehearsal.slices()).isEqualTo(1);
    assertThat(rehearsal.progress()).hasSize(25);
    assertThat(rehearsal.progress().getLast())
        .isEqualTo(new JobRehearsal.Progress(1, "Counted to 25"));
  }

  @Test
  void a_job_that_must_yield_goes_on_from_its_checkpoint_in_the_next_slice() throws Exception {
    var rehearsal = new JobRehearsal(new Count()).yieldingAtAsk(10);

    assertThat(rehearsal.run(new Count.Parameters(25, NEVER))).isEqualTo(counted(25));

    assertThat(rehearsal.slices()).isEqualTo(3); // 9, 18, 25
    assertThat(rehearsal.progress()).hasSize(25); // nothing was done twice
    assertThat(rehearsal.checkpoint()).isEqualTo(checkpoint(20));
  }

  @Test
  void an_attempt_after_one_that_failed_goes_on_from_the_last_checkpoint() throws Exception {
    var rehearsal = new JobRehearsal(new Count());
    var parameters = new Count.Parameters(25, 17);

    assertThatThrownBy(() -> rehearsal.run(parameters)).hasMessage("The abacus broke.");
    assertThat(rehearsal.checkpoint()).isEqualTo(checkpoint(10));

    assertThat(rehearsal.atAttempt(2).run(parameters)).isEqualTo(counted(25));
    assertThat(rehearsal.progress()).hasSize(17 + 15); // the seven after the checkpoint, again
  }

  @Test
  void a_job_that_asks_for_a_retry_or_fails_ends_the_rehearsal() throws Exception {
    var later = new Outcome.RetryIn(Duration.ofHours(1), "The shop is closed.");
    var never = new Outcome.Failed("There is no such shop.");

    assertThat(new JobRehearsal(new Ends(later)).run(Map.of())).isEqualTo(later);
    assertThat(new JobRehearsal(new Ends(never)).run(Map.of())).isEqualTo(never);
  }

  private record Ends(Outcome outcome) implements JobType {
    @Override
    public String name() {
      return "ends";
    }

    @Override
    public Outcome run(JobRun run) {
      return outcome;
    }
  }
}
