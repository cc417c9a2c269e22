package dev.headroom.jobs.store;

import static dev.headroom.jobs.store.JobItem.text;

import dev.headroom.aws.InParallel;
import dev.headroom.aws.Item;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobId;
import dev.headroom.jobs.Priority;
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
  private final JobReader reader;

  /** Creates the lists of one deployment's job table. */
  public JobListing(DynamoDbClient dynamoDb, String table, JobReader reader) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.reader = reader;
  }

  /**
   * Returns one page of a list.
   *
   * @throws dev.headroom.errors.HeadroomException.Invalid when the cursor is not one of this list
   */
  public JobQuery.Page list(JobQuery query) {
    Optional<String> after = query.cursor().map(JobListing::place);
    String from = query.since().map(Json::spelled).orElse("0");
    if (after.isPresent() && after.get().compareTo(from) < 0) {
      return new JobQuery.Page(List.of(), Optional.empty());
    }
    List<QueryResponse> partitions = read(query, from, after);
    // Behind the place where a partition was read only in part, the order is not known.
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
  public Optional<Instant> oldestWaiting(String tenant, Priority priority) {
    return InParallel.all(
            StatusPartition.allQueued(priority, tenant).stream()
                .map(partition -> IndexPartition.of(partition).oldest(table))
                .<Callable<QueryResponse>>map(request -> () -> dynamoDb.query(request))
                .toList())
        .stream()
        .flatMap(response -> response.items().stream())
        .map(entry -> createdKey(new Item(entry)))
        .min(Comparator.naturalOrder())
        .map(key -> Instant.parse(key.substring(0, key.indexOf('#'))));
  }

  private List<QueryResponse> read(JobQuery query, String from, Optional<String> after) {
    List<List<IndexPartition>> steps = steps(query);
    int share = MAX_READ / steps.stream().mapToInt(List::size).sum();
    List<QueryResponse> responses = new ArrayList<>();
    for (List<IndexPartition> step : steps) {
      responses.addAll(
          InParallel.all(
              step.stream()
                  .map(partition -> request(partition, query, from, after, share))
                  .<Callable<QueryResponse>>map(request -> () -> dynamoDb.query(request))
                  .toList()));
    }
    return responses;
  }

  /**
   * Returns what a list reads, in steps: a job that moves to another partition without leaving the
   * status that is asked for is found in the one of them or in the other.
   */
  private static List<List<IndexPartition>> steps(JobQuery query) {
    return query
        .status()
        .map(status -> StatusPartition.steps(status, query.priority(), query.tenant()))
        .map(
            steps ->
                steps.stream().map(step -> step.stream().map(IndexPartition::of).toList()).toList())
        .orElseGet(() -> List.of(List.of(IndexPartition.ofTenant(query.tenant()))));
  }

  private QueryRequest request(
      IndexPartition partition, JobQuery query, String from, Optional<String> after, int share) {
    Map<String, AttributeValue> values = new HashMap<>();
    List<String> filters = new ArrayList<>();
    query.type().ifPresent(type -> values.put(":type", text(type)));
    query.type().ifPresent(_ -> filters.add("job_type = :type"));
    query.priority().ifPresent(one -> values.put(":priority", text(Json.spelled(one))));
    query.priority().ifPresent(_ -> filters.add("priority = :priority"));
    return partition.newestFirst(
        table,
        from,
        after.orElse("a"), // every instant begins with a digit
        filters.isEmpty() ? Optional.empty() : Optional.of(String.join(" AND ", filters)),
        values,
        // Without a filter, the cursor itself comes again, and one more shows that there is a next.
        filters.isEmpty() ? query.limit() + 2 : share);
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
          .filter(item -> !reader.isExpired(item))
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
