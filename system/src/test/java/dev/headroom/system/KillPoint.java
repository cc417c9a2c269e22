package dev.headroom.system;

import dev.headroom.aws.AwsCall;
import dev.headroom.aws.AwsCallObserver;
import dev.headroom.aws.AwsCalls;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends a process in the middle of a clean-up, as SIGKILL would, however slow the machine is: one
 * that watches from outside may come when all is removed.
 */
final class KillPoint implements AwsCallObserver {
  /** What the process ends with. */
  static final int STATUS = 137;

  /** Without it, nothing happens. */
  private static final String PROPERTY = "kill.at.cleanup.transaction";

  private final int killedAt;
  private final AtomicInteger transactions = new AtomicInteger();

  private KillPoint(int killedAt) {
    this.killedAt = killedAt;
  }

  /** Has this process end where its command line says. */
  static void set() {
    Integer killedAt = Integer.getInteger(PROPERTY);
    if (killedAt != null) {
      var _ = AwsCalls.observe(new KillPoint(killedAt));
    }
  }

  /** For the command line: when so many transactions are written, the last of which is not told. */
  static String atCleanupTransaction(int count) {
    return "-D" + PROPERTY + "=" + count;
  }

  @Override
  public void answered(AwsCall call, int status) {
    if (isOfCleanup(call) && transactions.incrementAndGet() == killedAt) {
      Runtime.getRuntime().halt(STATUS);
    }
  }

  private static boolean isOfCleanup(AwsCall call) {
    return call.operation().equals("TransactWriteItems")
        && call.httpRequest()
            .flatMap(http -> http.firstMatchingHeader("Authorization"))
            .orElse("")
            .contains("Credential=CleanupTick/");
  }
}
