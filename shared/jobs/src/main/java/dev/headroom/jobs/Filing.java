package dev.headroom.jobs;

/** Where a job stands: its status, and of one that is pending, whether it is in its queue yet. */
public enum Filing {
  /** Pending, but so far off that it is in no queue. */
  SCHEDULED(JobStatus.PENDING),
  PENDING(JobStatus.PENDING),
  RUNNING(JobStatus.RUNNING),
  COMPLETED(JobStatus.COMPLETED),
  FAILED(JobStatus.FAILED),
  CANCELLED(JobStatus.CANCELLED);

  private final JobStatus status;

  Filing(JobStatus status) {
    this.status = status;
  }

  public JobStatus status() {
    return status;
  }
}
