package dev.headroom.jobs;

import dev.headroom.aws.Item;
import dev.headroom.errors.HeadroomException;
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
 * Counts how jobs ended since the last reset, by subtraction: the counters themselves never
 * decrease, and a reset notes how they stand. So whatever is counted belongs to one epoch and to no
 * other, also when it is counted while the reset is made.
 */
public final class JobEpochs {
  private static final int MAX_TRIES = 20;
  private static final int ID_BYTES = 16;

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * The epochs of one deployment.
   *
   * @param table the statistics table
   * @param random marks resets: two processes must not share its seed
   */
  public JobEpochs(
      DynamoDbClient dynamoDb, String table, InstantSource clock, RandomGenerator random) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.clock = clock;
    this.random = random;
  }

  /**
   * A tenant's present epoch: 1 query, which sees every reset that was answered before it began.
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
   * Ends a tenant's epoch and begins the next: a read, a query, a write.
   *
   * @return the epoch that ended, whose counts no other reset is told
   * @throws HeadroomException.Unavailable when others made resets all the while
   */
  public JobEpoch end(String tenant) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    String mine = HexFormat.of().formatHex(id);
    for (int i = 0; i < MAX_TRIES; i++) {
      // The counters are read after the last reset: so they are never less than it noted.
      Optional<Item> last = last(tenant);
      EndedCounts counted = totals(query(tenant, StatisticsItem.Totals.PREFIX));
      JobEpoch ended = epoch(last, counted);
      if (isBegun(tenant, ended, counted, mine)) {
        return ended;
      }
    }
    throw new HeadroomException.Unavailable(
        "Others reset the same metrics all the time; those of jobs are not reset. Try again.");
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

  /** A tenant's rows from one on, up to its totals. */
  private List<Item> query(String tenant, String from) {
    var query = StatisticsItem.query(table, tenant, from, StatisticsItem.Totals.PREFIX + "~");
    return dynamoDb.queryPaginator(query.consistentRead(true).build()).items().stream()
        .map(Item::new)
        .toList();
  }

  /** False when somebody else has ended the epoch. */
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
