package dev.headroom.jobs.recovery;

import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobOptions;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.store.Claim;
import dev.headroom.jobs.store.FencedUpdate;
import dev.headroom.jobs.store.JobReader;
import dev.headroom.jobs.store.JobTransitions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Ends attempts that failed: another attempt follows, or the job has failed. */
public final class FailedAttempts {
  /**
   * A failure of an attempt.
   *
   * @param why a plain sentence for the job's owner
   * @param mayRetry whether another attempt could do better
   * @param delay how long the next attempt waits, limited to 0 to 7 days; empty for the backoff
   */
  public record Failure(String why, boolean mayRetry, Optional<Duration> delay) {
    public Failure {
      delay = delay.map(Failure::bounded);
    }

    private static Duration bounded(Duration delay) {
      if (delay.isNegative()) {
        return Duration.ZERO;
      }
      return delay.compareTo(JobOptions.MAX_DELAY) > 0 ? JobOptions.MAX_DELAY : delay;
    }

    /** Returns a failure after which another attempt may do better. */
    public static Failure transientOne(String why) {
      return new Failure(why, true, Optional.empty());
    }

    /** Returns a failure after which trying again would not help. */
    public static Failure lasting(String why) {
      return new Failure(why, false, Optional.empty());
    }
  }

  /** The consequence of a failed attempt. */
  public enum Sequel {
    /** Another attempt follows. */
    RETRIED,
    /** The job has failed. */
    FAILED,
    /** Nothing was written: the job has gone on meanwhile. */
    LOST
  }

  private final JobReader reader;
  private final JobTransitions transitions;
  private final JobQueue queue;
  private final Backoff backoff;
  private final InstantSource clock;

  /** Creates the failed attempts of one deployment. */
  public FailedAttempts(
      JobReader reader,
      JobTransitions transitions,
      JobQueue queue,
      RandomGenerator random,
      InstantSource clock) {
    this.reader = reader;
    this.transitions = transitions;
    this.queue = queue;
    this.backoff = new Backoff(random);
    this.clock = clock;
  }

  /** Ends the attempt of the worker that holds the job. */
  public Sequel end(Claim.Granted claim, Failure failure) {
    return end(FencedUpdate.of(claim), failure);
  }

  /** Ends an attempt, or what should have become one, by a right over the job. */
  Sequel end(FencedUpdate right, Failure failure) {
    Job job = right.job();
    int attempt = job.status() == JobStatus.PENDING ? job.attempts() + 1 : job.attempts();
    if (!failure.mayRetry() || attempt >= job.options().maxAttempts()) {
      return transitions.fail(right, failure.why()) ? Sequel.FAILED : Sequel.LOST;
    }
    Duration delay = failure.delay().orElseGet(() -> backoff.after(attempt));
    Optional<Job> waiting = transitions.retry(right, failure.why(), clock.instant().plus(delay));
    waiting.ifPresent(queue::send);
    return waiting.isPresent() ? Sequel.RETRIED : Sequel.LOST;
  }

  /**
   * Ends the attempt of a message that SQS has given up on, since no worker could begin it.
   *
   * @return {@link Sequel#LOST} when the job did not wait for that message any more
   */
  public Sequel deadLetter(JobQueue.Message message) {
    return reader
        .find(message.jobId())
        .filter(job -> JobQueue.Message.of(job).equals(message) && !job.status().isFinal())
        .map(
            job ->
                end(
                    FencedUpdate.unclaimed(job),
                    Failure.transientOne(
                        "No worker could begin: the queue gave up after several tries.")))
        .orElse(Sequel.LOST);
  }
}
