package dev.headroom.jobs;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * How a tenant's jobs stand.
 *
 * @param byPriority one for each priority
 * @param asOf the time of the latest change that is counted in; empty when none ever was. The
 *     oldest waiting job of each priority is as of the reading itself.
 * @param readAt when this was read
 */
public record QueueStatistics(
    Map<Priority, OfPriority> byPriority, Optional<Instant> asOf, Instant readAt) {

  /**
   * The jobs of one priority.
   *
   * @param jobs how many of each filing, none left out
   * @param oldestWaiting when the oldest was created that is in the queue; empty when none is
   * @param processingTimes of the completed jobs that are still kept
   */
  public record OfPriority(
      Map<Filing, Long> jobs,
      Optional<Instant> oldestWaiting,
      DurationSketch processingTimes,
      Throughput throughput) {

    public long of(Filing filing) {
      return jobs.getOrDefault(filing, 0L);
    }
  }

  /**
   * Completed jobs per second. Jobs are counted by minutes of the clock, so that each rate is an
   * exact number over a time that is known exactly, but not always the same.
   *
   * @param lastMinute over the minute that has begun and the one before it
   * @param lastHour over the minute that has begun and the 59 before it
   */
  public record Throughput(double lastMinute, double lastHour) {
    private Throughput plus(Throughput other) {
      return new Throughput(lastMinute + other.lastMinute, lastHour + other.lastHour);
    }
  }

  public OfPriority of(Priority priority) {
    return Optional.ofNullable(byPriority.get(priority)).orElseThrow();
  }

  /** Of all priorities. */
  public long of(JobStatus status) {
    return Arrays.stream(Filing.values())
        .filter(filing -> filing.status() == status)
        .mapToLong(filing -> all().stream().mapToLong(jobs -> jobs.of(filing)).sum())
        .sum();
  }

  /** All jobs that are kept. */
  public long total() {
    return Arrays.stream(JobStatus.values()).mapToLong(this::of).sum();
  }

  /** Of all priorities. */
  public DurationSketch processingTimes() {
    return all().stream()
        .map(OfPriority::processingTimes)
        .reduce(DurationSketch.EMPTY, DurationSketch::plus);
  }

  /** Of all priorities. */
  public Throughput throughput() {
    return all().stream()
        .map(OfPriority::throughput)
        .reduce(new Throughput(0, 0), Throughput::plus);
  }

  private Collection<OfPriority> all() {
    return byPriority.values();
  }
}
