package dev.headroom.jobs.statistics;

import dev.headroom.jobs.JobStatus;

/** The state that a job is counted in: its status, and whether a pending job is in its queue. */
public enum QueueState {
  /** The job is pending, but its time is so far off that it is in no queue. */
  SCHEDULED(JobStatus.PENDING),
  /** The job is pending and in its queue. */
  PENDING(JobStatus.PENDING),
  RUNNING(JobStatus.RUNNING),
  COMPLETED(JobStatus.COMPLETED),
  FAILED(JobStatus.FAILED),
  CANCELLED(JobStatus.CANCELLED);

  private final JobStatus status;

  QueueState(JobStatus status) {
    this.status = status;
  }

  /** Returns the status of jobs in this state. */
  public JobStatus status() {
    return status;
  }
}
