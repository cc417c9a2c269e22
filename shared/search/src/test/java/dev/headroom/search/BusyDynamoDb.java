package dev.headroom.search;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** DynamoDB, of which a test says how much of each batch it gets to; and what was asked of it. */
final class BusyDynamoDb implements DynamoDbClient {
  private final DynamoDbClient engine;
  private final Queue<Integer> capacities = new ArrayDeque<>();
  private final List<Integer> batches = new CopyOnWriteArrayList<>();

  BusyDynamoDb(DynamoDbClient engine) {
    this.engine = engine;
  }

  /** Of the next batches, it gets to so many parts each; at a negative number, it refuses. */
  void getsTo(Integer... parts) {
    capacities.addAll(List.of(parts));
  }

  /** How many parts each batch had, writes and reads, in order. */
  List<Integer> batches() {
    return batches;
  }

  @Override
  public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
    Map.Entry<String, List<WriteRequest>> asked =
        request.requestItems().entrySet().iterator().next();
    List<WriteRequest> all = asked.getValue();
    int done = begin(all.size());
    if (done > 0) {
      engine.batchWriteItem(
          write -> write.requestItems(Map.of(asked.getKey(), all.subList(0, done))));
    }
    return BatchWriteItemResponse.builder()
        .unprocessedItems(left(asked.getKey(), all, done, Function.identity()))
        .build();
  }

  @Override
  public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
    Map.Entry<String, KeysAndAttributes> asked =
        request.requestItems().entrySet().iterator().next();
    var all = asked.getValue().keys();
    int done = begin(all.size());
    var answer = BatchGetItemResponse.builder();
    if (done > 0) {
      var some = asked.getValue().toBuilder().keys(all.subList(0, done)).build();
      answer.responses(
          engine.batchGetItem(get -> get.requestItems(Map.of(asked.getKey(), some))).responses());
    }
    return answer
        .unprocessedKeys(
            left(
                asked.getKey(), all, done, keys -> asked.getValue().toBuilder().keys(keys).build()))
        .build();
  }

  private synchronized int begin(int parts) {
    batches.add(parts);
    Integer capacity = capacities.poll();
    if (capacity == null) {
      return parts;
    }
    if (capacity < 0) {
      throw throttled();
    }
    return Math.min(parts, capacity);
  }

  private static DynamoDbException throttled() {
    return ProvisionedThroughputExceededException.builder()
        .awsErrorDetails(
            software.amazon.awssdk.awscore.exception.AwsErrorDetails.builder()
                .errorCode("ProvisionedThroughputExceededException")
                .build())
        .build();
  }

  private static <P, R> Map<String, R> left(
      String table, List<P> all, int done, Function<List<P>, R> told) {
    return done == all.size() ? Map.of() : Map.of(table, told.apply(all.subList(done, all.size())));
  }

  @Override
  public DeleteItemResponse deleteItem(DeleteItemRequest request) {
    return engine.deleteItem(request);
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    return engine.query(request);
  }

  @Override
  public String serviceName() {
    return engine.serviceName();
  }

  @Override
  public void close() {
    engine.close();
  }
}
