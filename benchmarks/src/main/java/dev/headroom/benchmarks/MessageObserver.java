package dev.headroom.benchmarks;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/**
 * Sees every call of every SDK client in this JVM, and so sees jobs end without asking anybody: a
 * message is deleted when its job, or its slice or attempt of one, is done. Its state is static
 * because the SDK itself makes it, and hands nothing to it.
 */
public final class MessageObserver implements ExecutionInterceptor {
  private static final Map<String, Semaphore> DELETED = new ConcurrentHashMap<>();
  private static final Map<String, Semaphore> RECEIVED = new ConcurrentHashMap<>();

  /** One permit for each message that was deleted from a queue by a batch, as the poller does. */
  static Semaphore deleted(String queueUrl) {
    return DELETED.computeIfAbsent(queueUrl, _ -> new Semaphore(0));
  }

  /** One permit for each receive that brought a message. */
  static Semaphore received(String queueUrl) {
    return RECEIVED.computeIfAbsent(queueUrl, _ -> new Semaphore(0));
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
      default -> {
        // says nothing of messages' ends
      }
    }
  }
}
