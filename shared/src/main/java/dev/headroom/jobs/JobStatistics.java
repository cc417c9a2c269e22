package dev.headroom.jobs;

import dev.headroom.aws.Item;
import dev.headroom.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Counts a tenant's jobs through the index. */
public final class JobStatistics {
  /** Completed jobs per index shard that the average is made of. */
  private static final int AVERAGED = 25;

  private final JobListing listing;
  private final InstantSource clock;

  public JobStatistics(JobListing listing, InstantSource clock) {
    this.listing = listing;
    this.clock = clock;
  }

  /** How the tenant's jobs stand. Reads every index entry of the tenant. */
  public QueueStatistics of(String tenant) {
    List<Item> waiting = listing.entries(tenant, JobStatus.PENDING);
    Map<JobStatus, Long> byStatus = new EnumMap<>(JobStatus.class);
    for (JobStatus status : JobStatus.values()) {
      byStatus.put(
          status, status == JobStatus.PENDING ? waiting.size() : listing.count(tenant, status));
    }
    Optional<Duration> average = averageProcessingTime(tenant);
    return new QueueStatistics(byStatus, byPriority(waiting), average, clock.instant());
  }

  private static Map<Priority, QueueStatistics.Waiting> byPriority(List<Item> entries) {
    Map<Priority, QueueStatistics.Waiting> pending = new EnumMap<>(Priority.class);
    for (Priority priority : Priority.values()) {
      List<Instant> created =
          entries.stream()
              .filter(entry -> entry.text(JobItem.PRIORITY).equals(Json.spelled(priority)))
              .map(entry -> entry.instant(JobItem.CREATED_AT))
              .toList();
      pending.put(
          priority,
          new QueueStatistics.Waiting(
              created.size(), created.stream().min(Comparator.naturalOrder())));
    }
    return pending;
  }

  private Optional<Duration> averageProcessingTime(String tenant) {
    OptionalDouble millis =
        listing.newest(tenant, JobStatus.COMPLETED, AVERAGED).stream()
            .filter(entry -> entry.find(JobItem.COMPLETED_AT).isPresent())
            .mapToLong(JobStatistics::processingMillis)
            .average();
    return millis.isPresent()
        ? Optional.of(Duration.ofNanos(Math.round(millis.getAsDouble() * 1e6)))
        : Optional.empty();
  }

  private static long processingMillis(Item entry) {
    return Duration.between(entry.instant(JobItem.STARTED_AT), entry.instant(JobItem.COMPLETED_AT))
        .toMillis();
  }
}
