package dev.headroom.jobs.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Lets something happen between a query and the batch that follows, and gets to half a batch. */
public final class InterruptedReads implements DynamoDbClient {
  private final DynamoDbClient engine;
  private final Runnable beforeBatch;
  private final List<Integer> batches = new ArrayList<>();

  public InterruptedReads(DynamoDbClient engine, Runnable beforeBatch) {
    this.engine = engine;
    this.beforeBatch = beforeBatch;
  }

  /** How many keys each batch had. */
  public List<Integer> batches() {
    return batches;
  }

  @Override
  public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
    beforeBatch.run();
    var asked = request.requestItems().entrySet().iterator().next();
    var keys = asked.getValue().keys();
    batches.add(keys.size());
    int half = (keys.size() + 1) / 2;
    var done = asked.getValue().toBuilder().keys(keys.subList(0, half)).build();
    var left = asked.getValue().toBuilder().keys(keys.subList(half, keys.size())).build();
    return engine.batchGetItem(get -> get.requestItems(Map.of(asked.getKey(), done))).toBuilder()
        .unprocessedKeys(half == keys.size() ? Map.of() : Map.of(asked.getKey(), left))
        .build();
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
