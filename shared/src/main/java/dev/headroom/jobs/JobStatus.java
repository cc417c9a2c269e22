package dev.headroom.jobs;

import java.util.Arrays;
import java.util.List;

/**
 * The life of a job, in one place: every conditional write on a job is made from {@link
 * #mayBecome}.
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
      case PENDING -> next == RUNNING || next == CANCELLED;
      case RUNNING -> next == PENDING || next == COMPLETED || next == FAILED;
      case COMPLETED, FAILED, CANCELLED -> false;
    };
  }

  /** Nothing comes after it. */
  public boolean isFinal() {
    return Arrays.stream(values()).noneMatch(this::mayBecome);
  }

  /** The statuses from which this one can be reached. */
  List<JobStatus> origins() {
    return Arrays.stream(values()).filter(status -> status.mayBecome(this)).toList();
  }
}
