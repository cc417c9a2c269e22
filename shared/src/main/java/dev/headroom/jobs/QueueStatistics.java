package dev.headroom.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How a tenant's jobs stand.
 *
 * @param byStatus how many jobs there are of each status
 * @param pending how many wait at each priority, and since when
 * @param averageProcessingTime of the completed jobs that were created last; empty when there are
 *     none
 */
public record QueueStatistics(
    Map<JobStatus, Long> byStatus,
    Map<Priority, Waiting> pending,
    Optional<Duration> averageProcessingTime,
    Instant asOf) {

  /**
   * The jobs that wait at one priority.
   *
   * @param oldestCreatedAt empty when none waits
   */
  public record Waiting(long jobs, Optional<Instant> oldestCreatedAt) {}

  public long of(JobStatus status) {
    return byStatus.getOrDefault(status, 0L);
  }

  public long total() {
    return byStatus.values().stream().mapToLong(Long::longValue).sum();
  }
}
