package dev.headroom.jobs.statistics;

import dev.headroom.aws.Item;
import dev.headroom.aws.Outage;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * One transaction.
 *
 * @param writes the position's first
 */
record StatisticsTransaction(List<TransactWriteItem> writes) {
  /** What came of it. */
  sealed interface End {}

  record Written() implements End {}

  /** Nothing was written: some or all of it is counted in already. */
  record CountedUpTo(String sequence) implements End {}

  /** Nothing was written: somebody else wrote one of the items at the same time. */
  record Contended() implements End {}

  End write(DynamoDbClient dynamoDb) {
    try {
      dynamoDb.transactWriteItems(transaction -> transaction.transactItems(writes));
      return new Written();
    } catch (TransactionCanceledException e) {
      CancellationReason position = e.cancellationReasons().getFirst();
      if ("ConditionalCheckFailed".equals(position.code())) {
        return new CountedUpTo(new Item(position.item()).text(StatisticsItem.POSITION));
      }
      if (e.cancellationReasons().stream().anyMatch(Outage::isPassing)) {
        return new Contended();
      }
      throw e;
    }
  }
}
