package dev.headroom.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job as it is stored.
 *
 * @param id see {@link JobId}
 * @param tenant whose job it is
 * @param type the name of its {@link JobType}
 * @param pool the workers that it waits for, or that run it
 * @param progress 0 to 1
 * @param message what is being done, or was done last
 * @param attempts how many attempts have begun since it was submitted, or retried by hand
 * @param turn how often it was claimed, for an attempt or a slice of one: the fencing token of the
 *     present claim
 * @param revision grows with every write that a client can see
 * @param runAfter when it may start, or start again
 * @param startedAt when the present attempt began, or the last one
 * @param parameters what the client sent
 * @param checkpoint where the work goes on, if it has got that far
 * @param result there once it is completed
 * @param errors of the attempts that failed, the oldest first
 */
public record Job(
    String id,
    String tenant,
    String type,
    Pool pool,
    JobTerms terms,
    JobStatus status,
    double progress,
    Optional<String> message,
    int attempts,
    int turn,
    long revision,
    Instant createdAt,
    Instant runAfter,
    Optional<Instant> startedAt,
    Optional<Instant> completedAt,
    Payload parameters,
    Optional<Payload> checkpoint,
    Optional<Payload> result,
    List<AttemptError> errors) {

  /** A job that has just been accepted. */
  static Job pending(
      String id, String tenant, Submission wish, Pool pool, Instant createdAt, Payload parameters) {
    return new Job(
        id,
        tenant,
        wish.type(),
        pool,
        wish.terms(),
        JobStatus.PENDING,
        0,
        Optional.empty(),
        0,
        0,
        1,
        createdAt,
        createdAt.plus(wish.delay()),
        Optional.empty(),
        Optional.empty(),
        parameters,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** Returns the queue that its messages go through. */
  public QueueName queue() {
    return new QueueName(pool, terms.priority());
  }

  /** Why it failed, if it has: what went wrong last. */
  public Optional<String> error() {
    return status == JobStatus.FAILED ? Optional.of(errors.getLast().error()) : Optional.empty();
  }

  /** Which attempt the present or the next one is, from 1, over all retries by hand. */
  public int attemptNumber() {
    return errors.isEmpty() ? 1 : errors.getLast().attempt() + 1;
  }
}
