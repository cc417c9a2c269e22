package dev.headroom.jobs.statistics;

import dev.headroom.aws.Item;
import dev.headroom.jobs.Priority;
import dev.headroom.jobs.store.JobItem;
import dev.headroom.jobs.store.StatusPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The part of a job that is counted, as the table's stream shows it before or after a change. */
public record JobImage(
    String tenant,
    Priority priority,
    QueueState state,
    Instant createdAt,
    Instant runAfter,
    Optional<Instant> startedAt,
    Optional<Instant> completedAt) {

  /**
   * Reads an image.
   *
   * @param item at least the texts of a job's item
   * @throws RuntimeException when the item is not that of a job
   */
  public static JobImage read(Item item) {
    return new JobImage(
        item.text(JobItem.TENANT),
        JobItem.priority(item),
        state(item),
        item.instant(JobItem.CREATED_AT),
        item.instant(JobItem.RUN_AFTER),
        item.optionalInstant(JobItem.STARTED_AT),
        item.optionalInstant(JobItem.COMPLETED_AT));
  }

  private static QueueState state(Item item) {
    return StatusPartition.isScheduled(item.text(JobItem.STATUS_KEY))
        ? QueueState.SCHEDULED
        : QueueState.valueOf(JobItem.status(item).name());
  }

  /** Returns when it was created, begun or ended, whichever was last. */
  public Instant latest() {
    return Stream.of(Optional.of(createdAt), startedAt, completedAt)
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /**
   * Returns how long the attempt took that completed the job, over all its slices, or empty when
   * the job is not completed. It is never negative, whatever two machines' clocks say.
   */
  public Optional<Duration> processingTime() {
    return startedAt
        .flatMap(from -> completedAt.map(to -> Duration.between(from, to)))
        .filter(_ -> state == QueueState.COMPLETED)
        .map(time -> time.isNegative() ? Duration.ZERO : time);
  }
}
