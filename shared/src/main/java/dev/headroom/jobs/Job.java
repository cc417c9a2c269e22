package dev.headroom.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A job as it is stored.
 *
 * @param id see {@link JobId}
 * @param tenant whose job it is
 * @param type the name of its {@link JobType}
 * @param progress 0 to 1
 * @param message what is being done, or was done last
 * @param attempts how often a worker has claimed it: the fencing token of the present claim
 * @param revision grows with every write
 * @param parameters what the client sent
 * @param result there once it is completed
 * @param error why it failed, a plain sentence
 */
public record Job(
    String id,
    String tenant,
    String type,
    Priority priority,
    JobStatus status,
    double progress,
    Optional<String> message,
    int attempts,
    long revision,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> completedAt,
    Payload parameters,
    Optional<Payload> result,
    Optional<String> error) {

  /** How often a job is tried whose worker dies. */
  public static final int MAX_ATTEMPTS = 3;

  /** From the claim to the end; empty while it is not ended, or when it never ran. */
  public Optional<Duration> processingTime() {
    return startedAt.flatMap(start -> completedAt.map(end -> Duration.between(start, end)));
  }
}
