package dev.headroom.worker.extraction;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

/** Tables without a taxonomy, that remember what is written to them. */
final class TestTables implements DynamoDbClient {
  private final List<Map<String, AttributeValue>> written = new CopyOnWriteArrayList<>();

  List<Map<String, AttributeValue>> written() {
    return written;
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    return GetItemResponse.builder().build();
  }

  @Override
  public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
    request.requestItems().values().stream()
        .flatMap(List::stream)
        .forEach(write -> written.add(write.putRequest().item()));
    return BatchWriteItemResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return "test";
  }

  @Override
  public void close() {}
}
