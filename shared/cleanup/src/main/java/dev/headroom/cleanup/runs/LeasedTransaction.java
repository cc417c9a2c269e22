package dev.headroom.cleanup.runs;

import dev.headroom.aws.Outage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Writes all or nothing, the first write being conditioned on a lease. */
final class LeasedTransaction {
  private static final int MAX_TRIES = 10;
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(640);

  private final DynamoDbClient dynamoDb;
  private final RandomGenerator random;

  LeasedTransaction(DynamoDbClient dynamoDb, RandomGenerator random) {
    this.dynamoDb = dynamoDb;
    this.random = random;
  }

  /**
   * Writes, and tries again for some seconds while others write to the same items. The pauses have
   * full jitter, so that writers who met once do not meet again.
   *
   * @param writes at most 100
   */
  WriteOutcome write(List<TransactWriteItem> writes) {
    WriteOutcome outcome = writeOnce(writes);
    for (int attempt = 1;
        outcome instanceof WriteOutcome.Contended && attempt < MAX_TRIES;
        attempt++) {
      pause(Math.min(LONGEST_PAUSE.toMillis(), 5L << attempt));
      outcome = writeOnce(writes);
    }
    return outcome;
  }

  /**
   * The SDK repeats a transaction under the same token when its answer is lost, so that it is done
   * once.
   */
  private WriteOutcome writeOnce(List<TransactWriteItem> writes) {
    try {
      dynamoDb.transactWriteItems(transaction -> transaction.transactItems(writes));
      return new WriteOutcome.Committed();
    } catch (TransactionCanceledException e) {
      return refusal(e);
    }
  }

  private static WriteOutcome refusal(TransactionCanceledException e) {
    List<CancellationReason> reasons = e.cancellationReasons();
    if (isRefused(reasons.getFirst())) {
      return new WriteOutcome.LeaseLost();
    }
    Set<Integer> changed = new HashSet<>();
    Set<Integer> gone = new HashSet<>();
    for (int i = 1; i < reasons.size(); i++) {
      CancellationReason reason = reasons.get(i);
      if (isRefused(reason)) {
        (reason.hasItem() && !reason.item().isEmpty() ? changed : gone).add(i - 1);
      }
    }
    if (!changed.isEmpty() || !gone.isEmpty()) {
      return new WriteOutcome.Refused(changed, gone);
    }
    if (reasons.stream().anyMatch(Outage::isPassing)) {
      return new WriteOutcome.Contended();
    }
    throw e;
  }

  private static boolean isRefused(CancellationReason reason) {
    return "ConditionalCheckFailed".equals(reason.code());
  }

  private void pause(long bound) {
    try {
      Thread.sleep(random.nextLong(bound + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a run was written", e);
    }
  }
}
