package dev.headroom.jobs.statistics;

import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.Priority;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Statistics of a tenant's jobs.
 *
 * @param byPriority one entry for each priority
 * @param asOf the time of the latest change that is counted; empty when none ever was. The oldest
 *     waiting job of each priority is as of the reading itself.
 * @param readAt when this was read
 */
public record QueueStatistics(
    Map<Priority, OfPriority> byPriority, Optional<Instant> asOf, Instant readAt) {

  /**
   * Statistics of the jobs of one priority.
   *
   * @param jobs how many jobs are in each state
   * @param oldestWaiting when the oldest job in the queue was created; empty when there is none
   * @param processingTimes how long the completed jobs took that are still kept
   */
  public record OfPriority(
      Map<QueueState, Long> jobs,
      Optional<Instant> oldestWaiting,
      DurationSketch processingTimes,
      Throughput throughput) {

    /** Returns how many jobs are in a state. */
    public long of(QueueState state) {
      return jobs.getOrDefault(state, 0L);
    }
  }

  /**
   * Rates of completed jobs per second. Jobs are counted by minutes of the clock, so that each rate
   * is exact for a time that is known exactly, but not always the same.
   *
   * @param lastMinute the rate over the minute that has begun and the one before it
   * @param lastHour the rate over the minute that has begun and the 59 before it
   */
  public record Throughput(double lastMinute, double lastHour) {
    private Throughput plus(Throughput other) {
      return new Throughput(lastMinute + other.lastMinute, lastHour + other.lastHour);
    }
  }

  /** Returns the statistics of one priority. */
  public OfPriority of(Priority priority) {
    return Optional.ofNullable(byPriority.get(priority)).orElseThrow();
  }

  /** Returns how many jobs of all priorities have a status. */
  public long of(JobStatus status) {
    return Arrays.stream(QueueState.values())
        .filter(state -> state.status() == status)
        .mapToLong(state -> all().stream().mapToLong(jobs -> jobs.of(state)).sum())
        .sum();
  }

  /** Returns how many jobs are kept. */
  public long total() {
    return Arrays.stream(JobStatus.values()).mapToLong(this::of).sum();
  }

  /** Returns how long the completed jobs of all priorities took that are still kept. */
  public DurationSketch processingTimes() {
    return all().stream()
        .map(OfPriority::processingTimes)
        .reduce(DurationSketch.EMPTY, DurationSketch::plus);
  }

  /** Returns the rates of all priorities together. */
  public Throughput throughput() {
    return all().stream()
        .map(OfPriority::throughput)
        .reduce(new Throughput(0, 0), Throughput::plus);
  }

  private Collection<OfPriority> all() {
    return byPriority.values();
  }
}
