package dev.headroom.jobs.statistics;

import static java.util.stream.Collectors.toMap;

import dev.headroom.aws.InParallel;
import dev.headroom.aws.Item;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.Priority;
import dev.headroom.jobs.store.JobListing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Reads what the function that follows the job table's stream has counted. The cost of a read does
 * not depend on how many jobs there are, but only on the slots and minutes to add up.
 *
 * <p>Counts follow the table within a second or two, and are exact once it is quiet. Jobs that have
 * expired count until DynamoDB deletes them, which may take days.
 */
public final class JobStatistics {
  private static final String LAST = "~";

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final JobListing listing;
  private final InstantSource clock;

  /**
   * Creates the statistics of one deployment.
   *
   * @param table the name of the statistics table
   * @param listing finds the oldest job that waits
   */
  public JobStatistics(
      DynamoDbClient dynamoDb, String table, JobListing listing, InstantSource clock) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.listing = listing;
    this.clock = clock;
  }

  /** Returns a tenant's statistics, by 2 queries of counts and 8 for the oldest jobs that wait. */
  public QueueStatistics of(String tenant) {
    Instant now = clock.instant();
    Instant hourAgo = MinuteRows.minute(now).minus(Duration.ofMinutes(59));
    List<Callable<List<Item>>> queries =
        List.of(
            () ->
                query(
                    tenant,
                    StatisticsItem.Durations.PREFIX,
                    StatisticsItem.Durations.PREFIX + LAST),
            () -> query(tenant, StatisticsItem.Minute.from(hourAgo), LAST));
    List<List<Item>> found = InParallel.all(queries);
    Map<Priority, Optional<Instant>> oldest = oldestWaiting(tenant);
    Counters totals = Counters.sum(totals(found.get(1)));
    MinuteRows minutes = MinuteRows.of(minutes(found.get(1)));
    Map<Priority, QueueStatistics.OfPriority> byPriority = new EnumMap<>(Priority.class);
    for (Priority priority : Priority.values()) {
      byPriority.put(
          priority,
          new QueueStatistics.OfPriority(
              jobs(totals, priority),
              oldest.getOrDefault(priority, Optional.empty()),
              Counters.sum(startingWith(StatisticsItem.Durations.prefix(priority), found.get(0)))
                  .sketch(),
              throughput(minutes, priority, now)));
    }
    return new QueueStatistics(byPriority, asOf(totals(found.get(1))), now);
  }

  /** Returns the place of a job in its queue, by 1 query. See {@link QueuePosition}. */
  public QueuePosition position(Job job) {
    Instant now = clock.instant();
    String from = StatisticsItem.Minute.from(QueuePosition.firstMinute(job, now));
    List<Item> found = query(job.tenant(), from, LAST);
    return QueuePosition.of(job, Counters.sum(totals(found)), MinuteRows.of(minutes(found)), now);
  }

  private List<Item> query(String tenant, String from, String to) {
    return dynamoDb
        .queryPaginator(StatisticsItem.query(table, tenant, from, to).build())
        .items()
        .stream()
        .map(Item::new)
        .toList();
  }

  private Map<Priority, Optional<Instant>> oldestWaiting(String tenant) {
    record Oldest(Priority priority, Optional<Instant> createdAt) {}
    return InParallel.all(
            Arrays.stream(Priority.values())
                .<Callable<Oldest>>map(
                    priority -> () -> new Oldest(priority, listing.oldestWaiting(tenant, priority)))
                .toList())
        .stream()
        .collect(toMap(Oldest::priority, Oldest::createdAt));
  }

  private static Map<QueueState, Long> jobs(Counters totals, Priority priority) {
    Map<QueueState, Long> jobs = new EnumMap<>(QueueState.class);
    for (QueueState state : QueueState.values()) {
      jobs.put(state, totals.of(state, priority));
    }
    return jobs;
  }

  private static QueueStatistics.Throughput throughput(
      MinuteRows minutes, Priority priority, Instant now) {
    return new QueueStatistics.Throughput(
        minutes.perSecond(QueueEvent.COMPLETED, priority, 1, now),
        minutes.perSecond(QueueEvent.COMPLETED, priority, 59, now));
  }

  private static Optional<Instant> asOf(List<Item> totals) {
    return totals.stream()
        .flatMap(item -> item.optionalInstant(StatisticsItem.AS_OF).stream())
        .max(Comparator.naturalOrder());
  }

  private static List<Item> totals(List<Item> items) {
    return startingWith(StatisticsItem.Totals.PREFIX, items);
  }

  private static List<Item> minutes(List<Item> items) {
    return startingWith(StatisticsItem.Minute.PREFIX, items);
  }

  private static List<Item> startingWith(String prefix, List<Item> items) {
    return items.stream()
        .filter(item -> item.text(StatisticsItem.WHAT).startsWith(prefix))
        .toList();
  }
}
