package dev.headroom.jobs;

import static dev.headroom.jobs.JobItem.text;

import dev.headroom.aws.InParallel;
import dev.headroom.aws.Item;
import dev.headroom.json.Json;
import dev.headroom.paging.Cursor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Lists the jobs of one tenant, newest first. A page reads a bounded number of index entries,
 * however many jobs are kept.
 *
 * <p>A list of all statuses reads the index {@code by_tenant}. Its keys never change, so a job
 * stays where it is in the list whatever becomes of it, and no list misses it.
 *
 * <p>A list of one status reads the index {@code by_status}, so that a rare status is found without
 * reading all that the tenant has. A job that has the status during the whole request is listed; a
 * job whose status changes meanwhile may be listed or not.
 *
 * <p>Both indexes follow the table within moments. The jobs themselves are read from the table by
 * strongly consistent reads.
 */
public final class JobListing {
  private static final Pattern INSTANT =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z");

  /** DynamoDB's bound on one BatchGetItem. */
  private static final int BATCH = 100;

  /** Index entries that one filtered page reads at most, whether they match or not. */
  private static final int MAX_READ = 1_000;

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final JobStore store;

  public JobListing(DynamoDbClient dynamoDb, String table, JobStore store) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.store = store;
  }

  /** One page of a list. The index follows the table within moments. */
  public JobQuery.Page list(JobQuery query) {
    Optional<String> after = query.cursor().map(JobListing::place);
    List<List<Partition>> steps = partitions(query);
    String from = query.since().map(Json::spelled).orElse("0");
    if (after.isPresent() && after.get().compareTo(from) < 0) {
      return new JobQuery.Page(List.of(), Optional.empty());
    }
    int share = MAX_READ / steps.stream().mapToInt(List::size).sum();
    List<QueryResponse> partitions = new ArrayList<>();
    for (List<Partition> step : steps) {
      partitions.addAll(
          InParallel.all(
              step.stream()
                  .map(partition -> request(partition, query, after, share))
                  .<Callable<QueryResponse>>map(request -> () -> dynamoDb.query(request))
                  .toList()));
    }
    // A partition that was read only in part ends what is known of the order beyond that place.
    Optional<String> horizon =
        partitions.stream()
            .filter(QueryResponse::hasLastEvaluatedKey)
            .map(response -> createdKey(new Item(response.lastEvaluatedKey())))
            .max(Comparator.naturalOrder());
    // A scheduled job that comes into its queue meanwhile may have been read in both places.
    Set<String> seen = new HashSet<>();
    List<Item> known =
        partitions.stream()
            .flatMap(response -> response.items().stream().map(Item::new))
            .filter(entry -> horizon.isEmpty() || createdKey(entry).compareTo(horizon.get()) >= 0)
            .filter(entry -> after.isEmpty() || createdKey(entry).compareTo(after.get()) < 0)
            .filter(entry -> seen.add(createdKey(entry)))
            .sorted(Comparator.comparing(JobListing::createdKey).reversed())
            .toList();
    List<Item> page = known.stream().limit(query.limit()).toList();
    Optional<String> next =
        known.size() > page.size() ? Optional.of(createdKey(page.getLast())) : horizon;
    List<Job> jobs =
        jobs(page).stream()
            .filter(job -> query.status().isEmpty() || query.status().get() == job.status())
            .toList();
    return new JobQuery.Page(jobs, next.map(Cursor::of));
  }

  /** Returns when the oldest job of a tenant was created that waits at a priority. */
  Optional<Instant> oldestWaiting(String tenant, Priority priority) {
    return InParallel.all(
            IntStream.range(0, JobItem.SHARDS)
                .mapToObj(
                    shard ->
                        Partition.ofStatus(
                            JobItem.statusKey(JobItem.waiting(priority), shard, tenant)))
                .<Callable<QueryResponse>>map(
                    partition ->
                        () ->
                            dynamoDb.query(
                                partition.query(table).scanIndexForward(true).limit(1).build()))
                .toList())
        .stream()
        .flatMap(response -> response.items().stream())
        .map(entry -> createdKey(new Item(entry)))
        .min(Comparator.naturalOrder())
        .map(key -> Instant.parse(key.substring(0, key.indexOf('#'))));
  }

  private QueryRequest request(
      Partition partition, JobQuery query, Optional<String> after, int share) {
    Map<String, AttributeValue> values = new HashMap<>();
    List<String> filters = new ArrayList<>();
    query
        .type()
        .ifPresent(
            type -> {
              filters.add("job_type = :type");
              values.put(":type", text(type));
            });
    query
        .priority()
        .ifPresent(
            priority -> {
              filters.add("priority = :priority");
              values.put(":priority", text(Json.spelled(priority)));
            });
    values.put(":partition", text(partition.key()));
    values.put(":from", text(query.since().map(Json::spelled).orElse("0")));
    // Up to the cursor, or to whatever can be: every instant begins with a digit.
    values.put(":to", text(after.orElse("a")));
    QueryRequest.Builder request =
        partition
            .query(table)
            .keyConditionExpression("#partition = :partition AND created_key BETWEEN :from AND :to")
            .expressionAttributeValues(values)
            .limit(
                query.limit()
                    + 2); // the cursor itself comes again, and one more tells of a next page
    if (!filters.isEmpty()) {
      request.filterExpression(String.join(" AND ", filters)).limit(share);
    }
    return request.build();
  }

  /**
   * A part of an index that is sorted by creation.
   *
   * @param attribute the name of the index's partition key
   * @param key the value of that key
   */
  private record Partition(String index, String attribute, String key) {
    static Partition ofTenant(String tenant) {
      return new Partition(JobItem.BY_TENANT, JobItem.TENANT, tenant);
    }

    static Partition ofStatus(String statusKey) {
      return new Partition(JobItem.BY_STATUS, JobItem.STATUS_KEY, statusKey);
    }

    QueryRequest.Builder query(String table) {
      return QueryRequest.builder()
          .tableName(table)
          .indexName(index)
          .scanIndexForward(false)
          .keyConditionExpression("#partition = :partition")
          .expressionAttributeNames(Map.of("#partition", attribute))
          .expressionAttributeValues(Map.of(":partition", text(key)));
    }
  }

  /**
   * Returns what a list reads, in steps. Where a job can move between partitions without leaving
   * the status that is asked for, the one it leaves is read in an earlier step than the one it goes
   * to: so it is found in one of them.
   */
  private static List<List<Partition>> partitions(JobQuery query) {
    return query
        .status()
        .map(
            status ->
                JobItem.filings(status, query.priority()).stream()
                    .map(filings -> ofFilings(filings, query.tenant()))
                    .toList())
        .orElseGet(() -> List.of(List.of(Partition.ofTenant(query.tenant()))));
  }

  private static List<Partition> ofFilings(List<String> filings, String tenant) {
    return filings.stream()
        .flatMap(
            filing ->
                IntStream.range(0, JobItem.SHARDS)
                    .mapToObj(shard -> JobItem.statusKey(filing, shard, tenant)))
        .map(Partition::ofStatus)
        .toList();
  }

  private List<Job> jobs(List<Item> entries) {
    Map<String, Job> byId = new HashMap<>();
    for (int from = 0; from < entries.size(); from += BATCH) {
      var keys =
          entries.subList(from, Math.min(entries.size(), from + BATCH)).stream()
              .map(entry -> JobItem.key(entry.text(JobItem.ID)))
              .toList();
      read(KeysAndAttributes.builder().keys(keys).consistentRead(true).build(), byId);
    }
    return entries.stream()
        .flatMap(
            entry ->
                Optional.ofNullable(byId.get(entry.text(JobItem.ID)))
                    // An id under a key may have been used again: that job has an entry of its own.
                    .filter(job -> createdKey(entry).equals(JobItem.createdKey(job)))
                    .stream())
        .toList();
  }

  private void read(KeysAndAttributes keys, Map<String, Job> byId) {
    var request = Map.of(table, keys);
    while (!request.isEmpty()) {
      var wanted = request;
      var response = dynamoDb.batchGetItem(get -> get.requestItems(wanted));
      response.responses().getOrDefault(table, List.of()).stream()
          .map(Item::new)
          .filter(item -> !store.isExpired(item))
          .map(JobItem::read)
          .forEach(job -> byId.put(job.id(), job));
      request = response.unprocessedKeys();
    }
  }

  private static String createdKey(Item entry) {
    return entry.text(JobItem.CREATED_KEY);
  }

  private static String place(String cursor) {
    String place = Cursor.place("cursor", cursor);
    String[] parts = place.split("#", -1);
    if (parts.length != 2 || !INSTANT.matcher(parts[0]).matches() || !JobId.isOne(parts[1])) {
      throw Cursor.invalid("cursor");
    }
    return place;
  }
}
