package dev.headroom.cleanup.runs;

/** The outcome of one page of a target. */
sealed interface PageOutcome {
  /**
   * The page is done, or left in its middle for want of time; what is removed is not found again.
   *
   * @param lease the lease with the run at the place where it goes on
   */
  record Done(RunLease lease) implements PageOutcome {}

  /** Another worker has the run by now. */
  record LeaseLost() implements PageOutcome {}

  /**
   * The target failed, or a service that it needs.
   *
   * @param cause what was thrown
   */
  record Failed(RuntimeException cause) implements PageOutcome {}
}
