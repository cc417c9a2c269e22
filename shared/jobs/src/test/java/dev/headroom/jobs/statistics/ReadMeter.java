package dev.headroom.jobs.statistics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/** Queries, and tells what they cost. */
public final class ReadMeter implements DynamoDbClient {
  private final DynamoDbClient real;
  private final List<ConsumedCapacity> consumed = new CopyOnWriteArrayList<>();

  public ReadMeter(DynamoDbClient real) {
    this.real = real;
  }

  public int calls() {
    return consumed.size();
  }

  public double units(String table) {
    return consumed.stream()
        .filter(of -> of.tableName().equals(table))
        .mapToDouble(ConsumedCapacity::capacityUnits)
        .sum();
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    var response =
        real.query(
            request.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build());
    consumed.add(response.consumedCapacity());
    return response;
  }

  @Override
  public String serviceName() {
    return real.serviceName();
  }

  @Override
  public void close() {
    real.close();
  }
}
