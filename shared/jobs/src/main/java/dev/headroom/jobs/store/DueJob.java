package dev.headroom.jobs.store;

import dev.headroom.aws.Item;
import dev.headroom.jobs.Job;
import java.time.Instant;

/**
 * An unfinished job, as the sweeper sees it.
 *
 * @param at when somebody must look at the job
 */
public record DueJob(Job job, Instant at, State state) {
  /** The place where the job is: in the table alone, in its queue, or with a worker. */
  public sealed interface State {}

  /** The job is in the table alone: its time was too far off for a queue. */
  public record Scheduled() implements State {}

  /** The job is in its queue. */
  public record Waiting() implements State {}

  /** A worker has claimed the job. */
  public record Held(Instant leaseUntil) implements State {}

  static DueJob read(Item item) {
    return new DueJob(
        JobItem.read(item), Instant.ofEpochMilli(item.number(JobItem.DUE_AT)), state(item));
  }

  private static State state(Item item) {
    if (item.find(JobItem.CLAIMED_BY).isPresent()) {
      return new Held(Instant.ofEpochMilli(item.number(JobItem.LEASE_UNTIL)));
    }
    return StatusPartition.isScheduled(item.text(JobItem.STATUS_KEY))
        ? new Scheduled()
        : new Waiting();
  }
}
