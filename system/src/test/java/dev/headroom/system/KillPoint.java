package dev.headroom.system;

import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Ends a process in the middle of a clean-up, as SIGKILL would, however slow the machine is: one
 * that watches from outside may come when all is removed. The SDK finds it on the class path.
 */
public final class KillPoint implements ExecutionInterceptor {
  /** What the process ends with. */
  static final int STATUS = 137;

  /** Without it, nothing happens. */
  private static final String PROPERTY = "kill.at.cleanup.transaction";

  private static final int KILLED_AT = Integer.getInteger(PROPERTY, 0);
  private static final AtomicInteger TRANSACTIONS = new AtomicInteger();

  /** For the command line: when so many transactions are written, the last of which is not told. */
  static String atCleanupTransaction(int count) {
    return "-D" + PROPERTY + "=" + count;
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    if (KILLED_AT > 0
        && isOfCleanup(context, attributes)
        && TRANSACTIONS.incrementAndGet() == KILLED_AT) {
      Runtime.getRuntime().halt(STATUS);
    }
  }

  private static boolean isOfCleanup(
      Context.AfterTransmission context, ExecutionAttributes attributes) {
    String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    return "TransactWriteItems".equals(operation)
        && context
            .httpRequest()
            .firstMatchingHeader("Authorization")
            .orElse("")
            .contains("Credential=CleanupTick/");
  }
}
