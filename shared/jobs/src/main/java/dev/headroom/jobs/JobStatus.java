package dev.headroom.jobs;

/**
 * The life of a job, in one place: every conditional write that changes a status is made from
 * {@link #mayBecome}.
 */
public enum JobStatus {
  PENDING,
  RUNNING,
  COMPLETED,
  FAILED,
  CANCELLED;

  /** Whether a job in this status may go to the next. */
  public boolean mayBecome(JobStatus next) {
    return switch (this) {
      case PENDING -> next == RUNNING || next == CANCELLED || next == FAILED;
      case RUNNING -> next != RUNNING;
      case FAILED -> next == PENDING;
      case COMPLETED, CANCELLED -> false;
    };
  }

  /** It has ended: nothing happens to it any more, unless its owner has a failed one retried. */
  public boolean isFinal() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }
}
