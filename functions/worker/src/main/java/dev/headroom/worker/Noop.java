package dev.headroom.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.JobRun;
import dev.headroom.jobs.JobWork;
import dev.headroom.jobs.Outcome;
import dev.headroom.json.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Does nothing, for as long as is asked, after failing as often as is asked: measures what a job
 * costs, and rehearses progress, cancellation, timeouts, retries and slices.
 */
final class Noop implements JobWork {
  private static final Duration STEP = Duration.ofMillis(100);

  record Parameters(
      @Nullable String note, @Nullable Double seconds, @Nullable Integer failAttempts) {}

  /** How many steps have been slept. */
  record Slept(long steps) {}

  @Override
  public Outcome run(JobRun run) throws InterruptedException {
    var parameters = run.parameters(Parameters.class);
    Integer failures = parameters.failAttempts();
    if (failures != null && run.attempt() <= failures) {
      throw new HeadroomException.Unavailable(
          "Attempt %d failed, as was asked.".formatted(run.attempt()));
    }
    Double seconds = parameters.seconds();
    long steps = seconds == null ? 0 : Math.round(seconds * 1_000 / STEP.toMillis());
    for (long done = run.checkpoint(Slept.class).map(Slept::steps).orElse(0L);
        done < steps;
        done++) {
      if (run.mustYield()) {
        return Outcome.Continue.from(new Slept(done));
      }
      Thread.sleep(STEP);
      run.progress(
          (done + 1.0) / steps, "Slept %.1f of %.1f s".formatted((done + 1) / 10.0, steps / 10.0));
    }
    ObjectNode result = Json.SNAKE_CASE.createObjectNode();
    result.put("note", parameters.note());
    return new Outcome.Completed(result);
  }
}
