package dev.headroom.jobs.statistics;

import java.time.Duration;
import java.util.Optional;

/**
 * Counts how often jobs ended, whatever became of them since: a job that failed, began anew and
 * completed is counted twice.
 *
 * @param millis the sum of the processing times of the jobs that completed, in milliseconds
 */
public record EndedCounts(long completed, long failed, long cancelled, long millis) {
  static final EndedCounts NONE = new EndedCounts(0, 0, 0, 0);

  /** Returns the exact mean of completed jobs to the millisecond, or empty when there are none. */
  public Optional<Duration> averageProcessingTime() {
    return completed == 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(Math.round((double) millis / completed)));
  }

  /** Returns the difference, never below 0: a reset may be seen before what it counted. */
  EndedCounts minus(EndedCounts before) {
    return new EndedCounts(
        Math.max(0, completed - before.completed),
        Math.max(0, failed - before.failed),
        Math.max(0, cancelled - before.cancelled),
        Math.max(0, millis - before.millis));
  }
}
