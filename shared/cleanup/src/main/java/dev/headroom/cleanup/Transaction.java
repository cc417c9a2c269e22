package dev.headroom.cleanup;

import dev.headroom.aws.Outage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** What came of a transaction whose first write is the desk's. */
sealed interface Transaction {
  /** All of it was written. */
  record Done() implements Transaction {}

  /** Nothing was: the desk is another's by now. */
  record Lost() implements Transaction {}

  /**
   * Nothing was: some of the other writes were refused.
   *
   * @param changed places of those whose item is not as it was seen, from 0 after the desk
   * @param gone places of those whose item is not there any more
   */
  record Refused(Set<Integer> changed, Set<Integer> gone) implements Transaction {}

  /** Nothing was: somebody else writes to one of the items right now, or there is too much. */
  record Contended() implements Transaction {}

  /**
   * Writes all or nothing. The SDK repeats it under the same token when an answer is lost, so that
   * it is done once.
   */
  static Transaction of(DynamoDbClient dynamoDb, List<TransactWriteItem> writes) {
    try {
      dynamoDb.transactWriteItems(transaction -> transaction.transactItems(writes));
      return new Done();
    } catch (TransactionCanceledException e) {
      return refusal(e);
    }
  }

  private static Transaction refusal(TransactionCanceledException e) {
    List<CancellationReason> reasons = e.cancellationReasons();
    if (isRefused(reasons.getFirst())) {
      return new Lost();
    }
    Set<Integer> changed = new HashSet<>();
    Set<Integer> gone = new HashSet<>();
    boolean contended = false;
    for (int i = 0; i < reasons.size(); i++) {
      CancellationReason reason = reasons.get(i);
      if (isRefused(reason)) {
        (reason.hasItem() && !reason.item().isEmpty() ? changed : gone).add(i - 1);
      } else if (Outage.isPassing(reason)) {
        contended = true;
      }
    }
    if (!changed.isEmpty() || !gone.isEmpty()) {
      return new Refused(changed, gone);
    }
    if (contended) {
      return new Contended();
    }
    throw e;
  }

  private static boolean isRefused(CancellationReason reason) {
    return "ConditionalCheckFailed".equals(reason.code());
  }
}
