package dev.headroom.jobs.store;

import static dev.headroom.jobs.store.JobItem.number;

import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The right to end an attempt. Its condition is part of the write, so that whoever has lost the
 * right meanwhile changes nothing.
 *
 * @param job as it was when the right was won; its fencing token is part of the condition
 * @param from the statuses that the job may be in
 * @param condition what else must hold, as a DynamoDB expression
 * @param parameters the values in the condition
 */
public record FencedUpdate(
    Job job, Set<JobStatus> from, String condition, Map<String, AttributeValue> parameters) {
  /** Returns the right of a worker by its claim. */
  public static FencedUpdate of(Claim.Granted claim) {
    return held(claim.job());
  }

  /** Returns the right over a job that a worker holds, for use when the job's time is over. */
  public static FencedUpdate held(Job job) {
    return new FencedUpdate(
        job, Set.of(JobStatus.RUNNING), "attribute_exists(claimed_by)", Map.of());
  }

  /** Returns the right over a job whose worker has let its lease run out. */
  public static FencedUpdate expired(Job job, Instant now) {
    return new FencedUpdate(
        job,
        Set.of(JobStatus.RUNNING),
        "lease_until < :lease_now",
        Map.of(":lease_now", number(now.toEpochMilli())));
  }

  /**
   * Returns the right over a job that waits for a worker, for its first slice or its next.
   *
   * @throws IllegalArgumentException when the job has ended
   */
  public static FencedUpdate unclaimed(Job job) {
    if (job.status().isFinal()) { // a failed one may go on, but by its owner's hand alone
      throw new IllegalArgumentException("Job %s has ended".formatted(job.id()));
    }
    return new FencedUpdate(
        job, Set.of(job.status()), "attribute_not_exists(claimed_by)", Map.of());
  }

  /** Returns the fenced update that changes the status. */
  JobUpdate move(JobStatus next) {
    return fenced(JobUpdate.move(job.id(), from, next));
  }

  /** Returns the fenced update that leaves the status as it is. */
  JobUpdate stay() {
    return fenced(JobUpdate.within(job.id(), from));
  }

  private JobUpdate fenced(JobUpdate change) {
    return change.withFencingToken(job.fencingToken()).where(condition, parameters);
  }
}
