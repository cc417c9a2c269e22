package dev.headroom.worker;

/**
 * What one delivery of a message came to.
 *
 * @param jobType of the job that was worked on
 */
record Ran(String jobType, End end) {
  /** How the slice ended. */
  enum End {
    COMPLETED,
    /** Its next slice waits. */
    YIELDED,
    /** Its next attempt waits. */
    RETRIED,
    FAILED,
    /** It was cancelled, or went on without us. */
    LOST
  }
}
