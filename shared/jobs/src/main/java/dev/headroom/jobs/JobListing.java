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
 * Reads many jobs of one tenant through the index {@code by_status}: one query for each status and
 * shard, merged by creation. What a page costs depends on its size alone.
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
    List<String> places = partitions(query);
    String from = query.since().map(Json::spelled).orElse("0");
    if (after.isPresent() && after.get().compareTo(from) < 0) {
      return new JobQuery.Page(List.of(), Optional.empty());
    }
    int share = MAX_READ / places.size();
    List<QueryResponse> partitions =
        InParallel.all(
            places.stream()
                .map(partition -> request(partition, query, after, share))
                .map(request -> (Callable<QueryResponse>) () -> dynamoDb.query(request))
                .toList());
    // A partition that was read only in part ends what is known of the order beyond that place.
    Optional<String> horizon =
        partitions.stream()
            .filter(QueryResponse::hasLastEvaluatedKey)
            .map(response -> createdKey(new Item(response.lastEvaluatedKey())))
            .max(Comparator.naturalOrder());
    // A job that changes its status meanwhile may have been read in both.
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

  /** When the oldest job of a tenant was created that waits at a priority. */
  Optional<Instant> oldestWaiting(String tenant, Priority priority) {
    return InParallel.all(
            IntStream.range(0, JobItem.SHARDS)
                .mapToObj(shard -> JobItem.statusKey(JobItem.waiting(priority), shard, tenant))
                .<Callable<QueryResponse>>map(
                    partition ->
                        () ->
                            dynamoDb.query(
                                partition(partition).scanIndexForward(true).limit(1).build()))
                .toList())
        .stream()
        .flatMap(response -> response.items().stream())
        .map(entry -> createdKey(new Item(entry)))
        .min(Comparator.naturalOrder())
        .map(key -> Instant.parse(key.substring(0, key.indexOf('#'))));
  }

  private QueryRequest request(
      String partition, JobQuery query, Optional<String> after, int share) {
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
    values.put(":partition", text(partition));
    values.put(":from", text(query.since().map(Json::spelled).orElse("0")));
    // Up to the cursor, or to whatever can be: every instant begins with a digit.
    values.put(":to", text(after.orElse("a")));
    QueryRequest.Builder request =
        partition(partition)
            .keyConditionExpression("status_key = :partition AND created_key BETWEEN :from AND :to")
            .expressionAttributeValues(values)
            .limit(
                query.limit()
                    + 2); // the cursor itself comes again, and one more tells of a next page
    if (!filters.isEmpty()) {
      request.filterExpression(String.join(" AND ", filters)).limit(share);
    }
    return request.build();
  }

  private QueryRequest.Builder partition(String partition) {
    return QueryRequest.builder()
        .tableName(table)
        .indexName(JobItem.BY_STATUS)
        .scanIndexForward(false)
        .keyConditionExpression("status_key = :partition")
        .expressionAttributeValues(Map.of(":partition", text(partition)));
  }

  private static List<String> partitions(JobQuery query) {
    return query.status().map(List::of).orElseGet(() -> List.of(JobStatus.values())).stream()
        .flatMap(status -> JobItem.filings(status, query.priority()).stream())
        .flatMap(
            filing ->
                IntStream.range(0, JobItem.SHARDS)
                    .mapToObj(shard -> JobItem.statusKey(filing, shard, query.tenant())))
        .toList();
  }

  private List<Job> jobs(List<Item> entries) {
    Map<String, Job> byId = new HashMap<>();
    for (int from = 0; from < entries.size(); from += BATCH) {
      var keys =
          entries.subList(from, Math.min(entries.size(), from + BATCH)).stream()
              .map(entry -> JobItem.key(entry.text(JobItem.ID)))
              .toList();
      read(KeysAndAttributes.builder().keys(keys).build(), byId);
    }
    return entries.stream()
        .flatMap(entry -> Optional.ofNullable(byId.get(entry.text(JobItem.ID))).stream())
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
