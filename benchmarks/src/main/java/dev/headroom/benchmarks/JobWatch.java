package dev.headroom.benchmarks;

import dev.headroom.aws.AwsCall;
import dev.headroom.aws.AwsCallObserver;
import dev.headroom.aws.AwsCalls;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Sees one tenant's jobs being written, claimed and completed, in whatever client of this JVM does
 * it: so their waiting is known to the microsecond, where items have milliseconds.
 */
final class JobWatch implements AwsCallObserver, AutoCloseable {
  private final String tenant;
  private final Map<String, Long> written = new ConcurrentHashMap<>();
  private final Set<String> claimed = ConcurrentHashMap.newKeySet();
  private final Queue<Long> waits = new ConcurrentLinkedQueue<>();
  private final Semaphore completed = new Semaphore(0);
  private final AwsCalls.Observation observation = AwsCalls.observe(this);

  JobWatch(String tenant) {
    this.tenant = tenant;
  }

  @Override
  public void started(AwsCall call) {
    if (call.request() instanceof PutItemRequest put && text(put.item(), "tenant").equals(tenant)) {
      written.put(text(put.item(), "job_id"), System.nanoTime());
    }
  }

  @Override
  public void succeeded(AwsCall call, SdkResponse response) {
    if (call.request() instanceof UpdateItemRequest update) {
      String id = text(update.key(), "job_id");
      switch (text(update.expressionAttributeValues(), ":status")) {
        case "running" -> claimed(id);
        case "completed" -> {
          if (claimed.remove(id)) {
            completed.release();
          }
        }
        default -> {
          // neither of what is waited for
        }
      }
    }
  }

  private void claimed(String id) {
    Long from = written.remove(id);
    if (from != null) {
      waits.add(System.nanoTime() - from);
      claimed.add(id);
    }
  }

  private static String text(Map<String, AttributeValue> attributes, String name) {
    AttributeValue value = attributes.get(name);
    return value == null || value.s() == null ? "" : value.s();
  }

  boolean awaitCompleted(Duration patience) throws InterruptedException {
    return completed.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Returns what the jobs waited that were claimed, from just before the put to just after. */
  Latencies waits() {
    return Latencies.of(waits.stream().mapToLong(Long::longValue));
  }

  @Override
  public void close() {
    observation.close();
  }
}
