package dev.headroom.jobs.store;

import static dev.headroom.jobs.store.JobItem.number;
import static dev.headroom.jobs.store.JobItem.text;

import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.time.ZoneOffset;

/**
 * Writes into an update what every end of a job has in common.
 *
 * @param retention how long a job can be read after its end
 */
record JobEnding(Period retention, InstantSource clock) {
  JobUpdate write(JobUpdate change, Job job, JobStatus end) {
    Instant now = clock.instant();
    Instant expiresAt = now.atZone(ZoneOffset.UTC).plus(retention).toInstant();
    String statusKey = StatusPartition.of(end, job.id(), job.tenant()).key();
    return change
        .set(JobItem.STATUS_KEY, text(statusKey))
        .set(JobItem.COMPLETED_AT, text(now))
        .set(JobItem.EXPIRES_AT, number(expiresAt.getEpochSecond()))
        .remove(
            JobItem.CLAIMED_BY,
            JobItem.LEASE_UNTIL,
            JobItem.SAVES,
            JobItem.DUE_SHARD,
            JobItem.DUE_AT);
  }

  /** Whether the end was written, now or by the same request when its answer was lost. */
  static boolean isWritten(JobUpdate.Write write, Job job, JobStatus end) {
    return switch (write) {
      case JobUpdate.Written _ -> true;
      case JobUpdate.Refused(var old) -> JobItem.isAt(old, end, job.fencingToken());
    };
  }
}
