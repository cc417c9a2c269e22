package dev.headroom.benchmarks.cleanup;

import dev.headroom.aws.InParallel;
import dev.headroom.objects.ObjectStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Gatherers;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * What removing cannot do without when all keys are known: nothing is found, counted or checked,
 * and nobody could go on after a kill.
 */
public final class BareCalls {
  private static final int WRITE_BATCH = 25;
  private static final int TRANSACTION = 99;
  private static final int OBJECTS = 1_000;

  private final DynamoDbClient dynamoDb;
  private final ObjectStore objects;

  public BareCalls(DynamoDbClient dynamoDb, ObjectStore objects) {
    this.dynamoDb = dynamoDb;
    this.objects = objects;
  }

  /** BatchWriteItem of 25; then objects, 1,000 each time. */
  public void batches(FixtureBatch lot, int atOnce) {
    all(
        lot.keys().stream()
            .map(key -> WriteRequest.builder().deleteRequest(delete -> delete.key(key)).build())
            .gather(Gatherers.windowFixed(WRITE_BATCH))
            .<Runnable>map(batch -> () -> write(lot.table(), batch))
            .toList(),
        atOnce);
    erase(lot, atOnce);
  }

  /** TransactWriteItems of 99, as many as a run removes at once, without a condition or a count. */
  public void transactions(FixtureBatch lot) {
    all(
        lot.keys().stream()
            .map(key -> deletion(lot.table(), key))
            .gather(Gatherers.windowFixed(TRANSACTION))
            .<Runnable>map(
                writes -> () -> dynamoDb.transactWriteItems(these -> these.transactItems(writes)))
            .toList(),
        1);
    erase(lot, 1);
  }

  private static TransactWriteItem deletion(String table, Map<String, AttributeValue> key) {
    return TransactWriteItem.builder().delete(one -> one.tableName(table).key(key)).build();
  }

  private void erase(FixtureBatch lot, int atOnce) {
    all(
        lot.objects().stream()
            .gather(Gatherers.windowFixed(OBJECTS))
            .<Runnable>map(keys -> () -> objects.delete(keys))
            .toList(),
        atOnce);
  }

  private static void all(List<Runnable> calls, int atOnce) {
    if (atOnce == 1) {
      calls.forEach(Runnable::run);
    } else {
      var _ =
          InParallel.all(
              calls.stream()
                  .<Callable<Boolean>>map(
                      call ->
                          () -> {
                            call.run();
                            return true;
                          })
                  .toList(),
              atOnce);
    }
  }

  /** One batch: what was not processed is written again. */
  void write(String table, List<WriteRequest> batch) {
    List<WriteRequest> left = batch;
    while (!left.isEmpty()) {
      List<WriteRequest> writes = left;
      left =
          dynamoDb
              .batchWriteItem(write -> write.requestItems(Map.of(table, writes)))
              .unprocessedItems()
              .getOrDefault(table, List.of());
    }
  }
}
