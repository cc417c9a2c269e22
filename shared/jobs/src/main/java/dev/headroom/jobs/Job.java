package dev.headroom.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job as it is stored.
 *
 * @param id see {@link JobId}
 * @param tenant the owner of the job
 * @param type the name of its {@link JobType}
 * @param pool the workers that it waits for, or that run it
 * @param progress 0 to 1
 * @param options how it runs
 * @param message what is being done, or was done last
 * @param attempts how many attempts have begun since it was submitted, or retried by hand
 * @param fencingToken grows with each claim, be it for an attempt or for a slice of one, and with
 *     each new start; every write of a worker is conditional on it
 * @param revision grows with every change that a client can see
 * @param runAfter when it may start, or start again
 * @param startedAt when the present attempt began, or the last one
 * @param parameters what the client sent
 * @param checkpoint where the work continues; empty when none was saved
 * @param result present once the job is completed
 * @param errors one for each attempt that failed, the oldest first
 */
public record Job(
    String id,
    String tenant,
    String type,
    Pool pool,
    JobOptions options,
    JobStatus status,
    double progress,
    Optional<String> message,
    int attempts,
    int fencingToken,
    long revision,
    Instant createdAt,
    Instant runAfter,
    Optional<Instant> startedAt,
    Optional<Instant> completedAt,
    Payload parameters,
    Optional<Payload> checkpoint,
    Optional<Payload> result,
    List<AttemptError> errors) {

  /** Returns a job that has just been accepted. */
  public static Job pending(
      String id,
      String tenant,
      Submission submission,
      Pool pool,
      Instant createdAt,
      Payload parameters) {
    return new Job(
        id,
        tenant,
        submission.type(),
        pool,
        submission.options(),
        JobStatus.PENDING,
        0,
        Optional.empty(),
        0,
        0,
        1,
        createdAt,
        createdAt.plus(submission.delay()),
        Optional.empty(),
        Optional.empty(),
        parameters,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** Returns the queue that its messages go through. */
  public QueueName queue() {
    return new QueueName(pool, options.priority());
  }

  /** Returns the last error of a job that has failed, or empty when it has not failed. */
  public Optional<String> error() {
    return status == JobStatus.FAILED ? Optional.of(errors.getLast().error()) : Optional.empty();
  }

  /** Returns the number of the present or the next attempt, from 1, over all retries by hand. */
  public int attemptNumber() {
    return errors.isEmpty() ? 1 : errors.getLast().attempt() + 1;
  }
}
