package dev.headroom.jobs.statistics;

import dev.headroom.aws.Item;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.store.JobItem;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Counts how jobs ended since the last reset, by subtraction. The counters themselves never
 * decrease, and a reset stores their values. Whatever is counted belongs therefore to exactly one
 * epoch, even when it is counted while the reset is made.
 */
public final class JobEpochs {
  private static final int MAX_TRIES = 20;
  private static final int ID_BYTES = 16;

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * Creates the epochs of one deployment.
   *
   * @param table the name of the statistics table
   * @param random marks resets; two processes must not share its seed
   */
  public JobEpochs(
      DynamoDbClient dynamoDb, String table, InstantSource clock, RandomGenerator random) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Returns a tenant's present epoch by 1 query, which sees every reset that was answered before it
   * began.
   */
  public JobEpoch of(String tenant) {
    List<Item> found = query(tenant, StatisticsItem.Reset.NAME);
    Optional<Item> reset =
        found.stream()
            .filter(item -> item.text(StatisticsItem.WHAT).equals(StatisticsItem.Reset.NAME))
            .findFirst();
    return epoch(reset, totals(found));
  }

  /**
   * Ends a tenant's epoch and begins the next, by a read, a query and a write.
   *
   * @return the epoch that ended; no other reset returns its counts
   * @throws HeadroomException.Unavailable when others made resets all the time
   */
  public JobEpoch end(String tenant) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    String mine = HexFormat.of().formatHex(id);
    for (int i = 0; i < MAX_TRIES; i++) {
      // The counters are read after the last reset, and so are never less than it stored.
      Optional<Item> last = last(tenant);
      EndedCounts counted = totals(query(tenant, StatisticsItem.Totals.PREFIX));
      JobEpoch ended = epoch(last, counted);
      if (isBegun(tenant, ended, counted, mine)) {
        return ended;
      }
    }
    throw new HeadroomException.Unavailable(
        "The metrics of jobs were not reset, because others reset them at the same time. Try"
            + " again.");
  }

  private JobEpoch epoch(Optional<Item> reset, EndedCounts counted) {
    return new JobEpoch(
        reset.map(item -> item.number(StatisticsItem.EPOCH)).orElse(0L),
        reset.map(item -> item.instant(StatisticsItem.BEGAN_AT)),
        clock.instant(),
        counted.minus(reset.map(item -> ended(List.of(item))).orElse(EndedCounts.NONE)));
  }

  private static EndedCounts totals(List<Item> found) {
    return ended(
        found.stream()
            .filter(item -> item.text(StatisticsItem.WHAT).startsWith(StatisticsItem.Totals.PREFIX))
            .toList());
  }

  private static EndedCounts ended(List<Item> rows) {
    return Counters.sum(rows).ended();
  }

  private Optional<Item> last(String tenant) {
    var item =
        new Item(
            dynamoDb
                .getItem(
                    get ->
                        get.tableName(table)
                            .key(new StatisticsItem.Reset(tenant).key())
                            .consistentRead(true))
                .item());
    return item.isEmpty() ? Optional.empty() : Optional.of(item);
  }

  /** Returns a tenant's rows from one on, up to its totals. */
  private List<Item> query(String tenant, String from) {
    var query = StatisticsItem.query(table, tenant, from, StatisticsItem.Totals.PREFIX + "~");
    return dynamoDb.queryPaginator(query.consistentRead(true).build()).items().stream()
        .map(Item::new)
        .toList();
  }

  /** Whether the next epoch was begun, and not by somebody else. */
  private boolean isBegun(String tenant, JobEpoch ended, EndedCounts counted, String mine) {
    try {
      dynamoDb.putItem(
          put ->
              put.tableName(table)
                  .item(reset(tenant, ended, counted, mine))
                  .conditionExpression("attribute_not_exists(epoch) OR epoch = :epoch")
                  .expressionAttributeValues(Map.of(":epoch", JobItem.number(ended.number())))
                  .returnValuesOnConditionCheckFailure(
                      ReturnValuesOnConditionCheckFailure.ALL_OLD));
      return true;
    } catch (ConditionalCheckFailedException e) {
      // The answer to a write that was made may be lost, and the SDK writes again.
      return new Item(e.item()).text(StatisticsItem.RESET_ID).equals(mine);
    }
  }

  private static Map<String, AttributeValue> reset(
      String tenant, JobEpoch ended, EndedCounts counted, String id) {
    Map<String, AttributeValue> item = new HashMap<>(new StatisticsItem.Reset(tenant).key());
    item.put(StatisticsItem.EPOCH, JobItem.number(ended.number() + 1));
    item.put(StatisticsItem.BEGAN_AT, JobItem.text(ended.readAt()));
    item.put(StatisticsItem.RESET_ID, JobItem.text(id));
    item.put(StatisticsItem.ever(QueueEvent.COMPLETED), JobItem.number(counted.completed()));
    item.put(StatisticsItem.ever(QueueEvent.FAILED), JobItem.number(counted.failed()));
    item.put(StatisticsItem.ever(QueueEvent.CANCELLED), JobItem.number(counted.cancelled()));
    item.put(StatisticsItem.EVER_MILLIS, JobItem.number(counted.millis()));
    return item;
  }
}
