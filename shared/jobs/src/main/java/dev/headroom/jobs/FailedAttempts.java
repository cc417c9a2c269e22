package dev.headroom.jobs;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What follows an attempt that went wrong: another one, or the end. */
public final class FailedAttempts {
  /**
   * What went wrong.
   *
   * @param why a plain sentence for the job's owner
   * @param mayRetry whether another attempt could do better
   * @param delay before it, brought to within 0 and 7 days; left to the backoff when empty
   */
  public record Failure(String why, boolean mayRetry, Optional<Duration> delay) {
    public Failure {
      delay = delay.map(Failure::bounded);
    }

    private static Duration bounded(Duration delay) {
      if (delay.isNegative()) {
        return Duration.ZERO;
      }
      return delay.compareTo(JobTerms.MAX_DELAY) > 0 ? JobTerms.MAX_DELAY : delay;
    }

    /** Another attempt may do better. */
    public static Failure transientOne(String why) {
      return new Failure(why, true, Optional.empty());
    }

    /** Trying again would not help. */
    public static Failure lasting(String why) {
      return new Failure(why, false, Optional.empty());
    }
  }

  /** What followed. */
  public enum Sequel {
    RETRIED,
    FAILED,
    /** Nothing: the job has gone on without us. */
    LOST
  }

  private final JobStore store;
  private final JobQueue queue;
  private final Backoff backoff;
  private final InstantSource clock;

  public FailedAttempts(
      JobStore store, JobQueue queue, RandomGenerator random, InstantSource clock) {
    this.store = store;
    this.queue = queue;
    this.backoff = new Backoff(random);
    this.clock = clock;
  }

  /** Ends the attempt of the worker that holds the job. */
  public Sequel end(Claim.Granted claim, Failure failure) {
    return end(Fence.of(claim), failure);
  }

  /** Ends an attempt, or what should have become one, by whatever right. */
  Sequel end(Fence right, Failure failure) {
    Job job = right.job();
    int attempt = job.status() == JobStatus.PENDING ? job.attempts() + 1 : job.attempts();
    if (!failure.mayRetry() || attempt >= job.terms().maxAttempts()) {
      return store.fail(right, failure.why()) ? Sequel.FAILED : Sequel.LOST;
    }
    Duration delay = failure.delay().orElseGet(() -> backoff.after(attempt));
    Optional<Job> waiting = store.retry(right, failure.why(), clock.instant().plus(delay));
    waiting.ifPresent(queue::send);
    return waiting.isPresent() ? Sequel.RETRIED : Sequel.LOST;
  }

  /**
   * Takes note that SQS has given up on a message: five times no worker could make anything of it.
   *
   * @return lost when the job did not wait for that message any more
   */
  public Sequel deadLetter(JobQueue.Message message) {
    return store
        .find(message.jobId())
        .filter(job -> JobQueue.Message.of(job).equals(message) && !job.status().isFinal())
        .map(
            job ->
                end(
                    Fence.unclaimed(job),
                    Failure.transientOne(
                        "No worker could begin: the queue gave up after several tries.")))
        .orElse(Sequel.LOST);
  }
}
