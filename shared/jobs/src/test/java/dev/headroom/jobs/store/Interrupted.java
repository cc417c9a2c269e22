package dev.headroom.jobs.store;

import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** A table at which, once, something else happens right after a call. */
public final class Interrupted implements DynamoDbClient {
  private final DynamoDbClient engine;
  private final int after;
  private final Runnable meanwhile;
  private final AtomicInteger calls = new AtomicInteger();

  /**
   * @param after which call, from 1
   */
  public Interrupted(DynamoDbClient engine, int after, Runnable meanwhile) {
    this.engine = engine;
    this.after = after;
    this.meanwhile = meanwhile;
  }

  private <R> R done(R response) {
    if (calls.incrementAndGet() == after) {
      meanwhile.run();
    }
    return response;
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    return done(engine.getItem(request));
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    return done(engine.query(request));
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    return done(engine.putItem(request));
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
