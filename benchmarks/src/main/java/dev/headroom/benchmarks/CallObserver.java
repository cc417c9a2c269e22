package dev.headroom.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.Capacity;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/**
 * Sees every call of every SDK client in this JVM, and so sees jobs end without asking anybody: a
 * message is deleted when its job is done. Its state is static because the SDK itself makes it, and
 * hands nothing to it.
 */
public final class CallObserver implements ExecutionInterceptor {
  /** What one write consumed, in write units, as the engine counts them. */
  record Consumed(String operation, double table, double indexes) {}

  private static final Map<String, Semaphore> DELETED = new ConcurrentHashMap<>();
  private static final Map<String, Semaphore> RECEIVED = new ConcurrentHashMap<>();
  private static final AtomicBoolean ASKING = new AtomicBoolean();
  private static final Queue<Consumed> CONSUMED = new ConcurrentLinkedQueue<>();

  /** One permit for each message that was deleted from a queue by a batch, as the poller does. */
  static Semaphore deleted(String queueUrl) {
    return DELETED.computeIfAbsent(queueUrl, _ -> new Semaphore(0));
  }

  /** One permit for each receive that brought a message. */
  static Semaphore received(String queueUrl) {
    return RECEIVED.computeIfAbsent(queueUrl, _ -> new Semaphore(0));
  }

  /** From now on each write asks what it consumes; nothing else of it changes. */
  static void askForCapacity() {
    CONSUMED.clear();
    ASKING.set(true);
  }

  /** Ends {@link #askForCapacity}, and says what was consumed since, in order. */
  static List<Consumed> consumed() {
    ASKING.set(false);
    return new ArrayList<>(CONSUMED);
  }

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    if (!ASKING.get()) {
      return context.request();
    }
    return switch (context.request()) {
      case PutItemRequest put ->
          put.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.INDEXES).build();
      case UpdateItemRequest update ->
          update.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.INDEXES).build();
      default -> context.request();
    };
  }

  @Override
  public void afterUnmarshalling(
      Context.AfterUnmarshalling context, ExecutionAttributes attributes) {
    switch (context.request()) {
      case DeleteMessageBatchRequest delete ->
          deleted(delete.queueUrl()).release(delete.entries().size());
      case ReceiveMessageRequest receive
          when context.response() instanceof ReceiveMessageResponse response
              && !response.messages().isEmpty() ->
          received(receive.queueUrl()).release();
      default -> consumed(context);
    }
  }

  private static void consumed(Context.AfterUnmarshalling context) {
    if (!ASKING.get()) {
      return;
    }
    switch (context.response()) {
      case PutItemResponse put -> add("PutItem", put.consumedCapacity());
      case UpdateItemResponse update -> add("UpdateItem", update.consumedCapacity());
      default -> {
        // consumes nothing that is written
      }
    }
  }

  private static void add(String operation, ConsumedCapacity consumed) {
    double indexes =
        consumed.globalSecondaryIndexes().values().stream()
            .mapToDouble(Capacity::capacityUnits)
            .sum();
    CONSUMED.add(new Consumed(operation, consumed.capacityUnits() - indexes, indexes));
  }
}
