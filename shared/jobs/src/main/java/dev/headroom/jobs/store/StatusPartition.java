package dev.headroom.jobs.store;

import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.Priority;
import dev.headroom.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A partition of the index {@code by_status}: the jobs of one tenant that are in one group and on
 * one shard, by creation. A job moves between groups as its status changes.
 *
 * @param group {@link #SCHEDULED}, {@code pending-} and a priority for a job that is in its queue,
 *     or the name of another status
 * @param shard 0 to {@link #SHARDS} - 1
 */
public record StatusPartition(String group, int shard, String tenant) {
  /**
   * Over how many partitions one tenant's jobs of one group are spread. A partition takes 1,000
   * writes a second, and a job comes and goes: 1,000 jobs a second of one tenant and priority.
   */
  static final int SHARDS = 2;

  /** The group of pending jobs whose time is so far off that they are in no queue yet. */
  private static final String SCHEDULED = "scheduled";

  /** Returns the partition of a pending job. */
  static StatusPartition ofPending(Job job, boolean isScheduled) {
    return of(isScheduled ? SCHEDULED : queued(job.options().priority()), job.id(), job.tenant());
  }

  /** Returns the partition of a job whose status is not pending. */
  static StatusPartition of(JobStatus status, String jobId, String tenant) {
    return of(Json.spelled(status), jobId, tenant);
  }

  private static StatusPartition of(String group, String jobId, String tenant) {
    return new StatusPartition(group, Math.floorMod(jobId.hashCode(), SHARDS), tenant);
  }

  /** Returns the partitions of a tenant's jobs that are in the queue of a priority. */
  static List<StatusPartition> allQueued(Priority priority, String tenant) {
    return all(queued(priority), tenant);
  }

  /** Returns the partitions of a tenant's jobs of a status that is not pending. */
  public static List<StatusPartition> all(JobStatus status, String tenant) {
    return all(Json.spelled(status), tenant);
  }

  /**
   * Returns all partitions that jobs of a status, and perhaps of one priority, may be in, in steps:
   * a job that keeps its status goes from an earlier step to a later one and never back. A pending
   * job goes from the schedule into its queue. It does not go back, since an attempt that never
   * began is repeated after a backoff, which is shorter than any schedule.
   */
  static List<List<StatusPartition>> steps(
      JobStatus status, Optional<Priority> priority, String tenant) {
    if (status != JobStatus.PENDING) {
      return List.of(all(status, tenant));
    }
    List<Priority> priorities = priority.map(List::of).orElse(List.of(Priority.values()));
    return List.of(
        all(SCHEDULED, tenant),
        priorities.stream().flatMap(one -> allQueued(one, tenant).stream()).toList());
  }

  private static List<StatusPartition> all(String group, String tenant) {
    return IntStream.range(0, SHARDS)
        .mapToObj(shard -> new StatusPartition(group, shard, tenant))
        .toList();
  }

  private static String queued(Priority priority) {
    return Json.spelled(JobStatus.PENDING) + "-" + Json.spelled(priority);
  }

  /** Returns whether a {@link #key} is that of a scheduled job. */
  public static boolean isScheduled(String key) {
    return key.startsWith(SCHEDULED + "#");
  }

  /** Returns the value of the partition key. */
  public String key() {
    return group + "#" + shard + "#" + tenant;
  }
}
