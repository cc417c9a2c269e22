package dev.headroom.cleanup.schedules;

import static dev.headroom.cleanup.table.CleanupItem.key;
import static dev.headroom.cleanup.table.CleanupItem.number;
import static dev.headroom.cleanup.table.CleanupItem.text;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.headroom.aws.Item;
import dev.headroom.aws.ItemUpdate;
import dev.headroom.cleanup.table.CleanupItem;
import dev.headroom.cleanup.targets.CleanupTargets;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.Priority;
import dev.headroom.json.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** The schedules of tenants. Each is an item under its name, and is in the index of what is due. */
public final class Schedules {
  private static final String TERMS = "terms";
  private static final String CREATED_AT = "created_at";
  private static final String LAST_RUN_ID = "last_run_id";
  private static final TypeReference<ScheduleSpec> AS_SPEC = new TypeReference<>() {};

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final CleanupTargets targets;
  private final InstantSource clock;

  public Schedules(
      DynamoDbClient dynamoDb, String table, CleanupTargets targets, InstantSource clock) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.targets = targets;
    this.clock = clock;
  }

  /** Returns the targets of schedules that name none. */
  public List<String> usualTargets() {
    return targets.usual();
  }

  /**
   * The schedule that was asked for.
   *
   * @param created false when the same schedule was there before
   */
  public record Added(Schedule schedule, boolean created) {}

  /**
   * Adds a schedule, which is first due when its interval has passed. Adding the same schedule
   * again changes nothing.
   *
   * @throws HeadroomException.Invalid when it names a target that does not exist
   * @throws HeadroomException.Conflict when the tenant has another schedule of the name, or has
   *     {@link Schedule#MAX_OF_A_TENANT} already
   */
  public Added add(String tenant, ScheduleSpec spec) {
    targets.check(spec.targets());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var schedule = new Schedule(spec, now, now.plus(spec.interval()), Optional.empty());
    if (find(tenant, spec.name()).isEmpty() && isFull(tenant)) {
      throw new HeadroomException.Conflict(
          "There are %d schedules already, and there may not be more. Remove one first."
              .formatted(Schedule.MAX_OF_A_TENANT));
    }
    try {
      dynamoDb.putItem(
          put ->
              put.tableName(table)
                  .item(item(tenant, schedule))
                  .conditionExpression("attribute_not_exists(#owner)")
                  .expressionAttributeNames(Map.of("#owner", CleanupItem.OWNER)));
      return new Added(schedule, true);
    } catch (ConditionalCheckFailedException _) {
      return new Added(same(tenant, schedule), false);
    }
  }

  private Schedule same(String tenant, Schedule wanted) {
    return find(tenant, wanted.name())
        .filter(there -> there.spec().equals(wanted.spec()))
        .orElseThrow(
            () ->
                new HeadroomException.Conflict(
                    "There is another schedule \"%s\". Remove it first.".formatted(wanted.name())));
  }

  private boolean isFull(String tenant) {
    return dynamoDb.query(query(tenant).select(Select.COUNT).build()).count()
        >= Schedule.MAX_OF_A_TENANT;
  }

  /** Returns the schedule of a name, or empty when the tenant has none. */
  public Optional<Schedule> find(String tenant, String name) {
    if (!ScheduleSpec.isName(name)) {
      return Optional.empty();
    }
    var item =
        new Item(
            dynamoDb
                .getItem(
                    get ->
                        get.tableName(table)
                            .key(key(tenant, CleanupItem.SCHEDULE + name))
                            .consistentRead(true))
                .item());
    return item.isEmpty() ? Optional.empty() : Optional.of(read(item));
  }

  /** Returns all schedules of a tenant, in the order of their names. */
  public List<Schedule> all(String tenant) {
    return list(tenant, Schedule.MAX_OF_A_TENANT, Optional.empty()).schedules();
  }

  /**
   * Some schedules.
   *
   * @param after the name of the last one; empty when there are no more
   */
  public record Page(List<Schedule> schedules, Optional<String> after) {}

  /**
   * Returns a page of a tenant's schedules, in the order of their names.
   *
   * @param limit how many at most
   * @param after the name after which to begin; empty for the first page
   */
  public Page list(String tenant, int limit, Optional<String> after) {
    Map<String, AttributeValue> start =
        after.map(name -> key(tenant, CleanupItem.SCHEDULE + name)).orElse(Map.of());
    QueryResponse response =
        dynamoDb.query(
            query(tenant)
                .exclusiveStartKey(start.isEmpty() ? null : start)
                .limit(limit + 1) // one more shows whether there is a next page
                .build());
    List<Schedule> found =
        response.items().stream().limit(limit).map(Item::new).map(Schedules::read).toList();
    return new Page(
        found,
        response.items().size() > limit ? Optional.of(found.getLast().name()) : Optional.empty());
  }

  private QueryRequest.Builder query(String tenant) {
    return CleanupItem.query(
        table, tenant, CleanupItem.SCHEDULE, CleanupItem.SCHEDULE + CleanupItem.LAST);
  }

  /**
   * Removes a schedule. A run of it that is under way continues.
   *
   * @return false when the tenant had no schedule of the name
   */
  public boolean remove(String tenant, String name) {
    return ScheduleSpec.isName(name)
        && dynamoDb
            .deleteItem(
                delete ->
                    delete
                        .tableName(table)
                        .key(key(tenant, CleanupItem.SCHEDULE + name))
                        .returnValues(ReturnValue.ALL_OLD))
            .hasAttributes();
  }

  /**
   * Returns a write that moves a schedule on to when it is next due, for a run that begins with it.
   * It is refused when the schedule was moved on or replaced since it was read.
   *
   * @param startedAt when the run begins
   */
  public TransactWriteItem advance(
      String tenant, Schedule schedule, Instant startedAt, String runId) {
    return new ItemUpdate(key(tenant, CleanupItem.SCHEDULE + schedule.name()))
        .where(CleanupItem.DUE_AT, number(schedule.dueAt().toEpochMilli()))
        .where(CREATED_AT, text(Json.spelled(schedule.createdAt())))
        .set(CleanupItem.DUE_AT, number(schedule.dueAfter(startedAt).toEpochMilli()))
        .set(LAST_RUN_ID, text(runId))
        .write(table);
  }

  /**
   * A schedule or a run that a worker must look at.
   *
   * @param schedule the name of the schedule; empty when it is a run that nobody works on
   */
  public record Due(String tenant, Optional<String> schedule) {}

  /**
   * Returns what is due, by priority, and within a priority the longest due first.
   *
   * @param limit how many of each priority at most
   */
  public List<Due> due(int limit) {
    String now = String.valueOf(clock.instant().toEpochMilli());
    List<Due> due = new ArrayList<>();
    for (Priority priority : Priority.values()) {
      dynamoDb
          .query(
              query ->
                  query
                      .tableName(table)
                      .indexName(CleanupItem.BY_DUE)
                      .keyConditionExpression("due_priority = :priority AND due_at <= :now")
                      .expressionAttributeValues(
                          Map.of(
                              ":priority",
                              text(Json.spelled(priority)),
                              ":now",
                              AttributeValue.fromN(now)))
                      .limit(limit))
          .items()
          .forEach(entry -> due.add(due(new Item(entry))));
    }
    return due;
  }

  private static Due due(Item entry) {
    String what = entry.text(CleanupItem.WHAT);
    return new Due(
        entry.text(CleanupItem.OWNER),
        what.startsWith(CleanupItem.SCHEDULE)
            ? Optional.of(what.substring(CleanupItem.SCHEDULE.length()))
            : Optional.empty());
  }

  private static Map<String, AttributeValue> item(String tenant, Schedule schedule) {
    Map<String, AttributeValue> item =
        new HashMap<>(key(tenant, CleanupItem.SCHEDULE + schedule.name()));
    item.put(TERMS, CleanupItem.json(schedule.spec()));
    item.put(CREATED_AT, text(Json.spelled(schedule.createdAt())));
    item.put(CleanupItem.DUE_PRIORITY, text(Json.spelled(schedule.spec().priority())));
    item.put(CleanupItem.DUE_AT, number(schedule.dueAt().toEpochMilli()));
    return item;
  }

  private static Schedule read(Item item) {
    return new Schedule(
        CleanupItem.read(item, TERMS, AS_SPEC),
        item.instant(CREATED_AT),
        Instant.ofEpochMilli(item.number(CleanupItem.DUE_AT)),
        item.optionalText(LAST_RUN_ID));
  }
}
