package dev.headroom.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.json.Json;
import java.time.Duration;
import java.util.Optional;

/**
 * One slice of an attempt at a job, as its {@link JobType} sees it. Most jobs are one slice. A job
 * that returns checkpoints may have as many slices as it needs.
 */
public final class JobRun {
  /** Takes the reports of a run. It is the worker, or a {@link JobRehearsal} in a test. */
  public interface Keeper {
    /** Takes a progress report. */
    void progress(double fraction, String message);

    /**
     * Makes a checkpoint durable.
     *
     * @throws InterruptedException when this run has lost the job
     */
    void save(ObjectNode checkpoint) throws InterruptedException;

    /** Returns how long the slice may go on, which is not positive when its time is over. */
    Duration timeLeft();
  }

  private final String jobId;
  private final String tenant;
  private final int attempt;
  private final ObjectNode parameters;
  private final Optional<ObjectNode> checkpoint;
  private final Keeper keeper;

  /**
   * Creates a run that begins or continues.
   *
   * @param tenant the owner of the job
   * @param attempt from 1, over all retries by hand
   * @param parameters what the client sent, valid by the type's schema
   * @param checkpoint what the slice or the attempt before has saved last
   */
  public JobRun(
      String jobId,
      String tenant,
      int attempt,
      ObjectNode parameters,
      Optional<ObjectNode> checkpoint,
      Keeper keeper) {
    this.jobId = jobId;
    this.tenant = tenant;
    this.attempt = attempt;
    this.parameters = parameters;
    this.checkpoint = checkpoint;
    this.keeper = keeper;
  }

  /** Returns the id of the job. */
  public String jobId() {
    return jobId;
  }

  /**
   * Returns the owner of the job. What the run reads and writes elsewhere must be that tenant's.
   */
  public String tenant() {
    return tenant;
  }

  /** Returns the number of this attempt, from 1, over all retries by hand. */
  public int attempt() {
    return attempt;
  }

  /** Returns the parameters as JSON. */
  public ObjectNode parameters() {
    return parameters;
  }

  /**
   * Returns the parameters as a record, with camelCase names for their snake_case ones.
   *
   * @throws HeadroomException.Invalid when they do not fit the record, though the schema allows
   *     them
   */
  public <T> T parameters(Class<T> type) {
    return as(type, "parameters", parameters);
  }

  /** Returns the checkpoint from which to continue, or empty at the beginning. */
  public Optional<ObjectNode> checkpoint() {
    return checkpoint;
  }

  /** Returns the checkpoint as a record, with camelCase names for its snake_case ones. */
  public <T> Optional<T> checkpoint(Class<T> type) {
    return checkpoint.map(state -> as(type, "checkpoint", state));
  }

  private static <T> T as(Class<T> type, String what, ObjectNode json) {
    try {
      return Json.STORED.treeToValue(json, type);
    } catch (JsonProcessingException e) {
      throw new HeadroomException.Invalid(what, "cannot be read: " + e.getOriginalMessage());
    }
  }

  /**
   * Reports how far the work is. A call costs next to nothing: make one whenever there is news.
   *
   * @param fraction 0 to 1
   * @param message what is being done, for people; at most 200 characters are kept
   */
  public void progress(double fraction, String message) {
    keeper.progress(fraction, message);
  }

  /**
   * Makes a checkpoint durable before it returns: if the worker dies, the next attempt gets it.
   * This is one write to the job table, and one to the object store when the checkpoint is large.
   * Work that must not be done twice belongs between two checkpoints, with its result in the
   * second.
   *
   * @param checkpoint a record of the type's own
   * @throws InterruptedException when this run has lost the job, because it was cancelled or taken
   *     over; the run must stop
   */
  public void save(Object checkpoint) throws InterruptedException {
    keeper.save(Json.SNAKE_CASE.valueToTree(checkpoint));
  }

  /**
   * Returns whether the function's time is nearly up. If so, return {@link Outcome.Continue} soon,
   * or lose what was done since the last checkpoint. Ask about every second.
   */
  public boolean mustYield() {
    return !keeper.timeLeft().isPositive();
  }

  /** Returns how long this slice may go on. */
  public Duration timeLeft() {
    return keeper.timeLeft();
  }
}
