package dev.headroom.jobs;

import dev.headroom.aws.Item;
import java.time.Instant;

/**
 * An unfinished job, as the sweeper sees it.
 *
 * @param at since when somebody should have looked at it
 */
record DueJob(Job job, Instant at, State state) {
  /** Who has it. */
  sealed interface State {}

  /** Nobody: its time was too far off for a queue. */
  record Scheduled() implements State {}

  /** Its queue. */
  record Waiting() implements State {}

  /** A worker. */
  record Held(Instant leaseUntil) implements State {}

  static DueJob read(Item item) {
    return new DueJob(
        JobItem.read(item), Instant.ofEpochMilli(item.number(JobItem.DUE_AT)), state(item));
  }

  private static State state(Item item) {
    if (item.find(JobItem.CLAIMED_BY).isPresent()) {
      return new Held(Instant.ofEpochMilli(item.number(JobItem.LEASE_UNTIL)));
    }
    return item.text(JobItem.STATUS_KEY).startsWith(JobItem.SCHEDULED)
        ? new Scheduled()
        : new Waiting();
  }
}
