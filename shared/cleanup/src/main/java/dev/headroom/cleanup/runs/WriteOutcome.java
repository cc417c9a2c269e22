package dev.headroom.cleanup.runs;

import java.util.Set;

/** The outcome of a transaction whose first write is conditioned on a lease. */
sealed interface WriteOutcome {
  /** The whole transaction was written. */
  record Committed() implements WriteOutcome {}

  /** Nothing was written: another worker has the run by now. */
  record LeaseLost() implements WriteOutcome {}

  /**
   * Nothing was written: some of the other writes were refused.
   *
   * @param changed places of the writes whose item is not as it was seen, from 0 after the lease
   * @param gone places of the writes whose item is not there any more
   */
  record Refused(Set<Integer> changed, Set<Integer> gone) implements WriteOutcome {}

  /** Nothing was written: others write to one of the items at this moment, or it is too much. */
  record Contended() implements WriteOutcome {}
}
