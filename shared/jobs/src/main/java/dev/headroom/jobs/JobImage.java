package dev.headroom.jobs;

import dev.headroom.aws.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** What the statistics know of a job, as the table's stream shows it before or after a change. */
public record JobImage(
    String tenant,
    Priority priority,
    Filing filing,
    Instant createdAt,
    Instant runAfter,
    Optional<Instant> startedAt,
    Optional<Instant> completedAt) {

  /**
   * Reads an image.
   *
   * @param item its texts suffice
   * @throws RuntimeException when it is not that of a job
   */
  public static JobImage read(Item item) {
    return new JobImage(
        item.text(JobItem.TENANT),
        JobItem.priority(item),
        filing(item),
        item.instant(JobItem.CREATED_AT),
        item.instant(JobItem.RUN_AFTER),
        item.optionalInstant(JobItem.STARTED_AT),
        item.optionalInstant(JobItem.COMPLETED_AT));
  }

  private static Filing filing(Item item) {
    return item.text(JobItem.STATUS_KEY).startsWith(JobItem.SCHEDULED + "#")
        ? Filing.SCHEDULED
        : Filing.valueOf(JobItem.status(item).name());
  }

  /** When it was created, begun or ended: the latest of its own times that has passed. */
  public Instant latest() {
    return Stream.of(Optional.of(createdAt), startedAt, completedAt)
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /**
   * How long the attempt took that completed the job, over all its slices; never negative, whatever
   * two machines' clocks say. Empty unless the job is completed.
   */
  public Optional<Duration> processingTime() {
    return startedAt
        .flatMap(from -> completedAt.map(to -> Duration.between(from, to)))
        .filter(_ -> filing == Filing.COMPLETED)
        .map(time -> time.isNegative() ? Duration.ZERO : time);
  }
}
