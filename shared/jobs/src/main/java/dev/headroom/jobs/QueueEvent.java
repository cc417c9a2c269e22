package dev.headroom.jobs;

/** What is counted by the minute. */
public enum QueueEvent {
  /**
   * A job came into its queue: submitted, to be tried again, or because its time is near. It counts
   * in the minute of its {@code run_after}; and no more once it has left the queue without having
   * been started, so that these are the jobs that were, or are yet to be, started in that order.
   */
  QUEUED,
  /** An attempt began. */
  STARTED,
  COMPLETED,
  FAILED,
  CANCELLED
}
