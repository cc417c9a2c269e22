package dev.headroom.jobs;

import static dev.headroom.jobs.JobItem.number;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * By what right an attempt is ended: its condition is part of the write, so that whoever lost the
 * right meanwhile changes nothing.
 *
 * @param job as it was when the right was won
 */
public record Fence(
    Job job, Set<JobStatus> from, String condition, Map<String, AttributeValue> parameters) {
  /** A worker's, by its claim. */
  static Fence of(Claim.Granted claim) {
    return held(claim.job());
  }

  /** Over a job that somebody holds: to be used when its time is over. */
  static Fence held(Job job) {
    return new Fence(job, Set.of(JobStatus.RUNNING), "attribute_exists(claimed_by)", Map.of());
  }

  /** Over a job whose worker has let its lease run out. */
  static Fence expired(Job job, Instant now) {
    return new Fence(
        job,
        Set.of(JobStatus.RUNNING),
        "lease_until < :lease_now",
        Map.of(":lease_now", number(now.toEpochMilli())));
  }

  /** Over a job that waits for a worker, for its first slice or its next. */
  static Fence unclaimed(Job job) {
    if (job.status().isFinal()) { // a failed one may go on, but by its owner's hand alone
      throw new IllegalArgumentException("Job %s has ended".formatted(job.id()));
    }
    return new Fence(job, Set.of(job.status()), "attribute_not_exists(claimed_by)", Map.of());
  }

  /** The fenced change to another status. */
  JobUpdate move(JobStatus next) {
    return fenced(JobUpdate.move(job.id(), from, next));
  }

  /** The fenced change without one. */
  JobUpdate stay() {
    return fenced(JobUpdate.within(job.id(), from));
  }

  private JobUpdate fenced(JobUpdate change) {
    return change.atTurn(job.turn()).where(condition, parameters);
  }
}
