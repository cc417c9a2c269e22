package dev.headroom.aws;

import java.util.List;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Reads what calls to DynamoDB consumed, which DynamoDB says when it is asked. */
public final class ConsumedCapacities {
  private static final ReturnConsumedCapacity BY_INDEX = ReturnConsumedCapacity.INDEXES;

  private ConsumedCapacities() {}

  /** Returns the request, to which DynamoDB's answer will say what it consumed. */
  static SdkRequest asked(SdkRequest request) {
    return switch (request) {
      case GetItemRequest one -> one.toBuilder().returnConsumedCapacity(BY_INDEX).build();
      case PutItemRequest one -> one.toBuilder().returnConsumedCapacity(BY_INDEX).build();
      case UpdateItemRequest one -> one.toBuilder().returnConsumedCapacity(BY_INDEX).build();
      case DeleteItemRequest one -> one.toBuilder().returnConsumedCapacity(BY_INDEX).build();
      case QueryRequest one -> one.toBuilder().returnConsumedCapacity(BY_INDEX).build();
      case ScanRequest one -> one.toBuilder().returnConsumedCapacity(BY_INDEX).build();
      case BatchGetItemRequest all -> all.toBuilder().returnConsumedCapacity(BY_INDEX).build();
      case BatchWriteItemRequest all -> all.toBuilder().returnConsumedCapacity(BY_INDEX).build();
      case TransactGetItemsRequest all -> all.toBuilder().returnConsumedCapacity(BY_INDEX).build();
      case TransactWriteItemsRequest all ->
          all.toBuilder().returnConsumedCapacity(BY_INDEX).build();
      default -> request;
    };
  }

  /**
   * Returns what a call consumed: one entry for a single operation, one for each table of a batch
   * or a transaction, none when DynamoDB was not asked or the call is another service's.
   */
  public static List<ConsumedCapacity> of(SdkResponse response) {
    return switch (response.getValueForField("ConsumedCapacity", Object.class).orElse(null)) {
      case ConsumedCapacity one -> List.of(one);
      case List<?> several -> several.stream().map(ConsumedCapacity.class::cast).toList();
      case null, default -> List.of();
    };
  }
}
