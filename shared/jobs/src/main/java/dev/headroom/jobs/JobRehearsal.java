package dev.headroom.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a {@link JobWork} without a cloud, for its author's tests. It runs slice after slice, and
 * passes each checkpoint through JSON as between two functions.
 */
public final class JobRehearsal implements JobRun.Keeper {
  /** A progress report of the work. */
  public record Progress(double fraction, String message) {}

  private final JobWork work;
  private final List<Progress> progress = new ArrayList<>();
  private Optional<ObjectNode> checkpoint = Optional.empty();
  private String tenant = "default";
  private int attempt = 1;
  private int asksPerSlice = Integer.MAX_VALUE;
  private int asked;
  private int slices;

  /** Creates a rehearsal in which nothing has run yet. */
  public JobRehearsal(JobWork work) {
    this.work = work;
  }

  /** Makes {@link JobRun#mustYield} return true when a slice asks for the n-th time. */
  public JobRehearsal yieldingAtAsk(int n) {
    asksPerSlice = n;
    return this;
  }

  /** Runs as a job of that tenant. Without it, the tenant is {@code default}. */
  public JobRehearsal of(String owner) {
    tenant = owner;
    return this;
  }

  /** Runs as the attempt of that number, from 1. */
  public JobRehearsal atAttempt(int number) {
    attempt = number;
    return this;
  }

  /**
   * Runs the work until it ends with more than the end of a slice. A second run continues from the
   * last checkpoint that was saved, as the attempt after a failed one does.
   *
   * @param parameters a record, a map or a JSON tree; they are not validated against the schema
   */
  public Outcome run(Object parameters) throws Exception {
    ObjectNode json = Json.SNAKE_CASE.valueToTree(parameters);
    while (true) {
      slices++;
      asked = 0;
      var run =
          new JobRun("job_" + "0".repeat(32), tenant, attempt, json.deepCopy(), checkpoint, this);
      Outcome outcome = work.run(run);
      if (!(outcome instanceof Outcome.Continue(ObjectNode state))) {
        return outcome;
      }
      checkpoint = Optional.of(state);
    }
  }

  /** Returns all progress reports, in their order. */
  public List<Progress> progress() {
    return List.copyOf(progress);
  }

  /** Returns the last checkpoint that was saved, or that a slice ended with. */
  public Optional<ObjectNode> checkpoint() {
    return checkpoint;
  }

  /** Returns how many slices were run. */
  public int slices() {
    return slices;
  }

  @Override
  public void progress(double fraction, String message) {
    progress.add(new Progress(fraction, message));
  }

  @Override
  public void save(ObjectNode state) {
    checkpoint = Optional.of(state);
  }

  @Override
  public Duration timeLeft() {
    asked++;
    return asked < asksPerSlice ? Duration.ofMinutes(15) : Duration.ZERO;
  }
}
