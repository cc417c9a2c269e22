package dev.headroom.jobs;

/**
 * The states of a job, and which may follow which. Every conditional write that changes a status is
 * made from {@link #mayBecome}.
 */
public enum JobStatus {
  PENDING,
  RUNNING,
  COMPLETED,
  FAILED,
  CANCELLED;

  /** Returns whether a job in this status may go to the next. */
  public boolean mayBecome(JobStatus next) {
    return switch (this) {
      case PENDING -> next == RUNNING || next == CANCELLED || next == FAILED;
      case RUNNING -> next != RUNNING;
      case FAILED -> next == PENDING;
      case COMPLETED, CANCELLED -> false;
    };
  }

  /**
   * Returns whether the job has ended. Only a failed one can begin anew, when its owner retries it.
   */
  public boolean isFinal() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }
}
