package dev.headroom.jobs.store;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * Loses the answer to each write, as a network does at times; and then, as the SDK does, asks
 * again.
 */
public final class LostAnswers implements DynamoDbClient {
  private final DynamoDbClient engine;

  public LostAnswers(DynamoDbClient engine) {
    this.engine = engine;
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    engine.putItem(request);
    return engine.putItem(request);
  }

  @Override
  public UpdateItemResponse updateItem(UpdateItemRequest request) {
    engine.updateItem(request);
    return engine.updateItem(request);
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    return engine.getItem(request);
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
