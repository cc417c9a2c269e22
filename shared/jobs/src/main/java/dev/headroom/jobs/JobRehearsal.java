package dev.headroom.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a {@link JobWork} with no cloud, for its author's tests: slice after slice, each with a
 * checkpoint that went through JSON as it would between two functions.
 */
public final class JobRehearsal implements JobRun.Keeper {
  /** What the work has told of itself. */
  public record Progress(double fraction, String message) {}

  private final JobWork work;
  private final List<Progress> progress = new ArrayList<>();
  private Optional<ObjectNode> checkpoint = Optional.empty();
  private String tenant = "default";
  private int attempt = 1;
  private int asksPerSlice = Integer.MAX_VALUE;
  private int asked;
  private int slices;

  public JobRehearsal(JobWork work) {
    this.work = work;
  }

  /** Has {@link JobRun#mustYield} say so each time it is asked for the n-th time. */
  public JobRehearsal yieldingAtAsk(int n) {
    asksPerSlice = n;
    return this;
  }

  /** Runs as if the job were that tenant's; else it is that of {@code default}. */
  public JobRehearsal of(String owner) {
    tenant = owner;
    return this;
  }

  /** Runs as if so many attempts had been made before. */
  public JobRehearsal atAttempt(int number) {
    attempt = number;
    return this;
  }

  /**
   * Runs the work until it is more than the end of a slice. A second run goes on from the last
   * checkpoint that was saved, as the attempt after a failed one does.
   *
   * @param parameters a record, a map or a JSON tree; they are not held against the schema
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

  /** Everything that was told, in order. */
  public List<Progress> progress() {
    return List.copyOf(progress);
  }

  /** The last checkpoint that was saved, or that a slice ended with. */
  public Optional<ObjectNode> checkpoint() {
    return checkpoint;
  }

  /** How many slices were run. */
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
