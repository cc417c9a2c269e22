package dev.headroom.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.Capacity;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * Has DynamoDB say what each call consumes, while somebody wants to know, and sees how large the
 * requests are. Its state is static because the SDK itself makes it, and hands nothing to it.
 */
public final class CapacityObserver implements ExecutionInterceptor {
  /**
   * One call that reached DynamoDB or sent a message.
   *
   * @param bytes of the request's body, without what the observer added to it
   * @param units that the engine says were consumed; empty when it says nothing, as for a write
   *     whose condition fails
   * @param items of a transaction; else empty
   */
  record Seen(
      String operation,
      int status,
      long bytes,
      Optional<Units> units,
      List<TransactWriteItem> items) {}

  /** The same in the wire's words: what the observer adds to a request. */
  private static final int ADDED = ",\"ReturnConsumedCapacity\":\"INDEXES\"".length();

  /** The operation of the statistics, and of nobody else. */
  static final String TRANSACTION = "TransactWriteItems";

  private static final AtomicBoolean ASKING = new AtomicBoolean();
  private static final Queue<Seen> SEEN = new ConcurrentLinkedQueue<>();

  /** From now on each call asks what it consumes; nothing else of it changes. */
  static void start() {
    SEEN.clear();
    ASKING.set(true);
  }

  /** Ends {@link #start}, and says what was seen since, in order. */
  static List<Seen> stop() {
    ASKING.set(false);
    return new ArrayList<>(SEEN);
  }

  /** How many transactions were seen so far. */
  static long transactions() {
    return SEEN.stream().filter(one -> one.operation().equals(TRANSACTION)).count();
  }

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    if (!ASKING.get()) {
      return context.request();
    }
    var wanted = ReturnConsumedCapacity.INDEXES;
    return switch (context.request()) {
      case PutItemRequest put -> put.toBuilder().returnConsumedCapacity(wanted).build();
      case UpdateItemRequest update -> update.toBuilder().returnConsumedCapacity(wanted).build();
      case BatchWriteItemRequest batch -> batch.toBuilder().returnConsumedCapacity(wanted).build();
      case TransactWriteItemsRequest all -> all.toBuilder().returnConsumedCapacity(wanted).build();
      case GetItemRequest get -> get.toBuilder().returnConsumedCapacity(wanted).build();
      case BatchGetItemRequest batch -> batch.toBuilder().returnConsumedCapacity(wanted).build();
      case QueryRequest query -> query.toBuilder().returnConsumedCapacity(wanted).build();
      default -> context.request();
    };
  }

  @Override
  public void afterUnmarshalling(
      Context.AfterUnmarshalling context, ExecutionAttributes attributes) {
    if (ASKING.get()) {
      see(
          context,
          attributes,
          switch (context.response()) {
            case PutItemResponse put -> Optional.of(written(put.consumedCapacity()));
            case UpdateItemResponse update -> Optional.of(written(update.consumedCapacity()));
            case BatchWriteItemResponse batch -> Optional.of(written(batch.consumedCapacity()));
            case TransactWriteItemsResponse all -> Optional.of(written(all.consumedCapacity()));
            case GetItemResponse get -> Optional.of(read(List.of(get.consumedCapacity())));
            case BatchGetItemResponse batch -> Optional.of(read(batch.consumedCapacity()));
            case QueryResponse query -> Optional.of(read(List.of(query.consumedCapacity())));
            default -> Optional.empty();
          });
    }
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    if (ASKING.get() && !context.httpResponse().isSuccessful()) {
      see(context, attributes, Optional.empty());
    }
  }

  private static void see(
      Context.AfterTransmission context, ExecutionAttributes attributes, Optional<Units> units) {
    String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    boolean asked =
        switch (context.request()) {
          case PutItemRequest _,
              UpdateItemRequest _,
              BatchWriteItemRequest _,
              TransactWriteItemsRequest _,
              GetItemRequest _,
              BatchGetItemRequest _,
              QueryRequest _ ->
              true;
          default -> false;
        };
    long bytes =
        context.httpRequest().firstMatchingHeader("Content-Length").map(Long::parseLong).orElse(0L);
    List<TransactWriteItem> items =
        context.request() instanceof TransactWriteItemsRequest all
            ? all.transactItems()
            : List.of();
    SEEN.add(
        new Seen(
            operation,
            context.httpResponse().statusCode(),
            bytes - (asked ? ADDED : 0),
            units,
            items));
  }

  private static Units read(List<ConsumedCapacity> tables) {
    return new Units(0, 0, tables.stream().mapToDouble(ConsumedCapacity::capacityUnits).sum());
  }

  private static Units written(List<ConsumedCapacity> tables) {
    return tables.stream().map(CapacityObserver::written).reduce(Units.NONE, Units::plus);
  }

  private static Units written(ConsumedCapacity consumed) {
    double indexes =
        consumed.globalSecondaryIndexes().values().stream()
            .mapToDouble(Capacity::capacityUnits)
            .sum();
    return new Units(consumed.capacityUnits() - indexes, indexes, 0);
  }
}
