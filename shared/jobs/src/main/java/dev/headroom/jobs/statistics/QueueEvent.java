package dev.headroom.jobs.statistics;

/** An event that is counted by the minute. */
public enum QueueEvent {
  /**
   * A job came into its queue, because it was submitted, is to be tried again, or its time is near.
   * It counts in the minute of its {@code run_after}. It is taken out again when it leaves the
   * queue without having been started, so that these are the jobs that were or will be started in
   * that order.
   */
  QUEUED,
  /** An attempt began. */
  STARTED,
  COMPLETED,
  FAILED,
  CANCELLED
}
