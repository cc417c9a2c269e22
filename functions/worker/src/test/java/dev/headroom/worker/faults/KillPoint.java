package dev.headroom.worker.faults;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Stops a process for good after so many calls that change something, for its parent to kill it
 * there. Between two reads there is nothing to be told apart.
 */
public final class KillPoint implements ExecutionInterceptor {
  /** The system property that says after how many: without it, nothing happens. */
  static final String PROPERTY = "faults.stop.after";

  static final String STOPPED = "stopped";

  private static final Integer STOP_AFTER = Integer.getInteger(PROPERTY);
  private static final AtomicInteger CHANGES = new AtomicInteger();

  /** How many calls have changed something. */
  static int changes() {
    return CHANGES.get();
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    if (STOP_AFTER == null) {
      return;
    }
    String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    switch (operation) {
      case "PutItem", "UpdateItem", "SendMessage", "SendMessageBatch" -> {
        if (CHANGES.getAndIncrement() >= STOP_AFTER) {
          stop(operation);
        }
      }
      default -> {
        // it only reads
      }
    }
  }

  private static void stop(String operation) {
    System.out.println(STOPPED + " before " + operation);
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
