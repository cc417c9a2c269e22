package dev.headroom.jobs.store;

import static dev.headroom.jobs.store.JobItem.number;
import static dev.headroom.jobs.store.JobItem.text;

import dev.headroom.aws.Item;
import dev.headroom.aws.ItemSize;
import dev.headroom.aws.Persistence;
import dev.headroom.aws.Persistence.Work;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.JobFolder;
import dev.headroom.jobs.JobStatus;
import dev.headroom.json.Json;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Finds jobs that ended long ago, and removes them. The index {@code by_status} says which jobs
 * they may be; it is read no further than jobs that were created by then. The index follows the
 * table within moments, so a strongly consistent read of each item decides.
 */
public final class EndedJobs {
  /** DynamoDB's bound on one BatchGetItem. */
  private static final int READ_BATCH = 100;

  private static final String NOT_READ =
      "The job table does not return everything at the moment. Try again in a moment.";

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final Persistence persistence;

  /** Creates the ended jobs of one deployment. */
  public EndedJobs(DynamoDbClient dynamoDb, String table) {
    // SecureRandom reads the system's entropy at each use: no two copies of a snapshot pause alike.
    this(dynamoDb, table, new Persistence(new SecureRandom(), Thread::sleep));
  }

  EndedJobs(DynamoDbClient dynamoDb, String table, Persistence persistence) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.persistence = persistence;
  }

  /**
   * A job that has ended, as it was read.
   *
   * @param bytes the size of its item, as DynamoDB counts it
   * @param mayHaveObjects false when nothing was ever stored in its folder
   */
  public record Ended(
      String id,
      String tenant,
      JobStatus status,
      int fencingToken,
      long revision,
      Instant completedAt,
      long bytes,
      JobFolder folder,
      boolean mayHaveObjects) {

    private static Ended read(Item item) {
      String id = item.text(JobItem.ID);
      String tenant = item.text(JobItem.TENANT);
      return new Ended(
          id,
          tenant,
          JobItem.status(item),
          Math.toIntExact(item.number(JobItem.FENCING_TOKEN)),
          item.number(JobItem.REVISION),
          item.instant(JobItem.COMPLETED_AT),
          ItemSize.bytes(item.attributes()),
          JobFolder.of(tenant, id, item.instant(JobItem.CREATED_AT)),
          JobItem.mayHaveObjects(item));
    }
  }

  /**
   * A part of the jobs that were looked for.
   *
   * @param next where to continue, in this process or another; empty when all was read
   */
  public record Page(List<Ended> jobs, Optional<String> next) {}

  /**
   * Returns jobs of a tenant that completed, failed or were cancelled by an instant, of each status
   * the oldest first. A job whose time to live is over is among them until DynamoDB deletes it.
   *
   * @param endedBy the last instant that counts, in milliseconds
   * @param after {@link Page#next} of the page before
   * @param limit how many entries of the index are read at most, whether the jobs ended by then or
   *     not; up to 100, one batch of items is read
   * @throws HeadroomException.Invalid when {@code after} is not such a text
   * @throws HeadroomException.Unavailable when DynamoDB does not return all that it was asked for
   */
  public Page find(String tenant, Instant endedBy, Optional<String> after, int limit) {
    Optional<EndedJobsCursor> place =
        Optional.of(
            after
                .map(cursor -> EndedJobsCursor.read(tenant, cursor))
                .orElseGet(() -> EndedJobsCursor.first(tenant)));
    Set<String> ids = new LinkedHashSet<>(); // a failed job that was restarted may come twice
    int left = limit;
    while (left > 0 && place.isPresent()) {
      EndedJobsCursor at = place.get();
      if (at.from().compareTo(end(endedBy)) > 0) { // DynamoDB refuses such a range
        place = at.nextPartition();
        continue;
      }
      QueryResponse entries = entries(at, endedBy, left);
      entries.items().stream()
          .map(Item::new)
          .filter(entry -> endedBy(entry, endedBy))
          .forEach(entry -> ids.add(entry.text(JobItem.ID)));
      left -= entries.scannedCount();
      place =
          entries.hasLastEvaluatedKey()
              ? Optional.of(at.after(new Item(entries.lastEvaluatedKey())))
              : at.nextPartition();
    }
    return new Page(ended(tenant, endedBy, ids), place.map(EndedJobsCursor::cursor));
  }

  private QueryResponse entries(EndedJobsCursor at, Instant endedBy, int limit) {
    return dynamoDb.query(
        query ->
            query
                .tableName(table)
                .indexName(JobItem.BY_STATUS)
                .keyConditionExpression(
                    "status_key = :partition AND created_key BETWEEN :from AND :to")
                .expressionAttributeValues(
                    Map.of(
                        ":partition", text(at.partition().key()),
                        ":from", text(at.from()),
                        ":to", text(end(endedBy))))
                .limit(limit));
  }

  /** Returns a text after every sort key of a job that was created at the instant or before it. */
  private static String end(Instant instant) {
    return Json.spelled(instant) + "$"; // a key goes on with #, the character before it
  }

  private static boolean endedBy(Item item, Instant instant) {
    return item.optionalInstant(JobItem.COMPLETED_AT)
        .filter(ended -> !ended.isAfter(instant))
        .isPresent();
  }

  private List<Ended> ended(String tenant, Instant endedBy, Set<String> ids) {
    Map<String, Item> items = new HashMap<>();
    ids.stream()
        .map(JobItem::key)
        .gather(Gatherers.windowFixed(READ_BATCH))
        .forEach(keys -> read(KeysAndAttributes.builder(), keys, items));
    return ids.stream()
        .flatMap(id -> Optional.ofNullable(items.get(id)).stream())
        .filter(item -> item.text(JobItem.TENANT).equals(tenant))
        .filter(item -> JobItem.status(item).isFinal() && endedBy(item, endedBy))
        .map(Ended::read)
        .toList();
  }

  /**
   * Reads items into a map by their id.
   *
   * @param what which attributes are read
   */
  private void read(
      KeysAndAttributes.Builder what,
      List<Map<String, AttributeValue>> keys,
      Map<String, Item> items) {
    persistence.untilDone(
        new Work<>(keys, keys.size()),
        wanted -> {
          var request = what.keys(wanted).consistentRead(true).build();
          var response = dynamoDb.batchGetItem(get -> get.requestItems(Map.of(table, request)));
          response.responses().getOrDefault(table, List.of()).stream()
              .map(Item::new)
              .forEach(item -> items.put(item.text(JobItem.ID), item));
          return Optional.ofNullable(response.unprocessedKeys().get(table))
              .map(left -> new Work<>(left.keys(), left.keys().size()));
        },
        NOT_READ);
  }

  /** Returns those of some folders that belong to jobs which are there, whatever their status. */
  public Set<JobFolder> inUse(Collection<JobFolder> folders) {
    // Not their parameters and results, which may be long.
    var names =
        KeysAndAttributes.builder()
            .projectionExpression("#id, #tenant, #created_at")
            .expressionAttributeNames(
                Map.of(
                    "#id", JobItem.ID,
                    "#tenant", JobItem.TENANT,
                    "#created_at", JobItem.CREATED_AT));
    Map<String, Item> items = new HashMap<>();
    folders.stream()
        .map(JobFolder::jobId)
        .distinct()
        .map(JobItem::key)
        .gather(Gatherers.windowFixed(READ_BATCH))
        .forEach(keys -> read(names, keys, items));
    return items.values().stream()
        .map(
            item ->
                JobFolder.of(
                    item.text(JobItem.TENANT),
                    item.text(JobItem.ID),
                    item.instant(JobItem.CREATED_AT)))
        .filter(new HashSet<>(folders)::contains)
        .collect(Collectors.toSet());
  }

  /**
   * Returns the part of a transaction that removes a job. It succeeds only while the job is as it
   * was read, and not when it was restarted, changed, or removed and submitted again meanwhile.
   */
  public Delete removal(Ended job) {
    return Delete.builder()
        .tableName(table)
        .key(JobItem.key(job.id()))
        .conditionExpression(
            "#status = :status AND turn = :turn AND revision = :revision AND created_at ="
                + " :created_at")
        .expressionAttributeNames(Map.of("#status", JobItem.STATUS))
        .expressionAttributeValues(
            Map.of(
                ":status", text(Json.spelled(job.status())),
                ":turn", number(job.fencingToken()),
                ":revision", number(job.revision()),
                ":created_at", text(job.folder().createdAt())))
        .build();
  }
}
