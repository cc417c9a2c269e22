package dev.headroom.benchmarks;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Sees the jobs of watched tenants being written, claimed and completed, in whatever client of this
 * JVM does it: so their waiting is known to the microsecond, where items have milliseconds. Its
 * state is static because the SDK itself makes it, and hands nothing to it.
 */
public final class JobObserver implements ExecutionInterceptor {
  private static final Map<String, Watch> BY_TENANT = new ConcurrentHashMap<>();
  private static final Map<String, Watch> BY_JOB = new ConcurrentHashMap<>();

  /** From now on, the jobs that a tenant submits one by one are seen. */
  static Watch watch(String tenant) {
    return BY_TENANT.computeIfAbsent(tenant, _ -> new Watch());
  }

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    if (context.request() instanceof PutItemRequest put) {
      String id = text(put.item(), "job_id");
      Watch watch = BY_TENANT.get(text(put.item(), "tenant"));
      if (watch != null) {
        BY_JOB.put(id, watch);
        watch.written(id);
      }
    }
    return context.request();
  }

  @Override
  public void afterUnmarshalling(
      Context.AfterUnmarshalling context, ExecutionAttributes attributes) {
    if (context.request() instanceof UpdateItemRequest update) {
      String id = text(update.key(), "job_id");
      Watch watch = BY_JOB.get(id);
      if (watch != null) {
        changed(id, text(update.expressionAttributeValues(), ":status"), watch);
      }
    }
  }

  private static void changed(String id, String status, Watch watch) {
    switch (status) {
      case "running" -> watch.claimed(id);
      case "completed" -> {
        BY_JOB.remove(id);
        watch.completed();
      }
      default -> {
        // neither of what is waited for
      }
    }
  }

  private static String text(Map<String, AttributeValue> attributes, String name) {
    AttributeValue value = attributes.get(name);
    return value == null ? "" : value.s();
  }
}
