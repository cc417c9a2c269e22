package dev.headroom.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.json.Json;
import java.time.Duration;
import java.util.Optional;

/**
 * One slice of an attempt at a job, as its {@link JobType} sees it. Most jobs are one slice; one
 * that gives checkpoints may have as many as it needs.
 */
public final class JobRun {
  /** Who looks after the run. */
  public interface Keeper {
    void progress(double fraction, String message);

    /**
     * Makes a checkpoint durable.
     *
     * @throws InterruptedException when the job is not this run's any more
     */
    void save(ObjectNode checkpoint) throws InterruptedException;

    /** Until the slice should end. Not positive when it is over. */
    Duration timeLeft();
  }

  private final String jobId;
  private final String tenant;
  private final int attempt;
  private final ObjectNode parameters;
  private final Optional<ObjectNode> checkpoint;
  private final Keeper keeper;

  /**
   * A run that begins, or goes on.
   *
   * @param tenant whose job it is
   * @param attempt from 1, over all retries by hand
   * @param parameters what the client sent, held against the type's schema
   * @param checkpoint where the slice or the attempt before has got to, if it said so
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

  public String jobId() {
    return jobId;
  }

  /** Whose job it is: what it reads and writes elsewhere must be that tenant's. */
  public String tenant() {
    return tenant;
  }

  /** Which attempt this is, from 1, over all retries by hand. */
  public int attempt() {
    return attempt;
  }

  public ObjectNode parameters() {
    return parameters;
  }

  /**
   * The parameters as a record with camelCase names for their snake_case ones.
   *
   * @throws HeadroomException.Invalid when they do not fit, though the schema allows them
   */
  public <T> T parameters(Class<T> type) {
    return as(type, "parameters", parameters);
  }

  /** Where to go on: empty at the beginning. */
  public Optional<ObjectNode> checkpoint() {
    return checkpoint;
  }

  /** Where to go on, as a record with camelCase names for its snake_case ones. */
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
   * Says how far the work is. Costs next to nothing: call it as often as there is news.
   *
   * @param fraction 0 to 1
   * @param message what is being done, for people; at most 200 characters are kept
   */
  public void progress(double fraction, String message) {
    keeper.progress(fraction, message);
  }

  /**
   * Makes a checkpoint durable before it returns: should the worker die, the next attempt gets it.
   * One write to the job table, and one to the object store when it is large. What must not be done
   * twice is done between two of these, and is part of the second.
   *
   * @param checkpoint a record of the type's own
   * @throws InterruptedException when the job is not this run's any more, because it was cancelled
   *     or taken over: stop
   */
  public void save(Object checkpoint) throws InterruptedException {
    keeper.save(Json.SNAKE_CASE.valueToTree(checkpoint));
  }

  /**
   * Whether the function's time is nearly up: return {@link Outcome.Continue} soon, or lose what
   * was done since the last checkpoint. Ask at least every second or so.
   */
  public boolean mustYield() {
    return !keeper.timeLeft().isPositive();
  }

  /** How long this slice may go on. */
  public Duration timeLeft() {
    return keeper.timeLeft();
  }
}
