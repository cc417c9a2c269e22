package dev.headroom.jobs.statistics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/**
 * A table that at times does not answer, whether it has written or not; and that tells what each
 * transaction was.
 */
public final class TroubledDynamoDb implements DynamoDbClient {
  /**
   * A transaction that was written.
   *
   * @param writeUnits as DynamoDB charges them: two for each item and begun kilobyte of it. They
   *     are reckoned from the items, since DynamoDB Local tells 2 for every transaction.
   */
  public record Transaction(TransactWriteItemsRequest request, long writeUnits) {}

  private final DynamoDbClient real;
  private final RandomGenerator random;
  private final List<Transaction> transactions = new CopyOnWriteArrayList<>();
  private volatile int trouble;

  public TroubledDynamoDb(DynamoDbClient real, RandomGenerator random) {
    this.real = real;
    this.random = random;
  }

  /**
   * Begins or ends it.
   *
   * @param percent how many of all transactions get no answer
   */
  public void trouble(int percent) {
    trouble = percent;
  }

  public List<Transaction> transactions() {
    return transactions;
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    maybeFail("before it was written");
    var response = real.transactWriteItems(request);
    transactions.add(new Transaction(request, writeUnits(request)));
    maybeFail("after it was written");
    return response;
  }

  private long writeUnits(TransactWriteItemsRequest request) {
    return request.transactItems().stream()
        .map(TransactWriteItem::update)
        .map(
            update ->
                real.getItem(get -> get.tableName(update.tableName()).key(update.key())).item())
        .mapToLong(item -> 2L * Math.ceilDiv(bytes(item), 1_024))
        .sum();
  }

  /**
   * See
   * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
   */
  private static int bytes(Map<String, AttributeValue> item) {
    return item.entrySet().stream()
        .mapToInt(
            attribute ->
                attribute.getKey().length()
                    + (attribute.getValue().n() == null
                        ? attribute.getValue().s().length()
                        : attribute.getValue().n().length() / 2 + 2))
        .sum();
  }

  private void maybeFail(String when) {
    if (random.nextInt(200) < trouble) {
      throw new IllegalStateException("No answer, " + when);
    }
  }

  @Override
  public String serviceName() {
    return real.serviceName();
  }

  @Override
  public void close() {
    real.close();
  }
}
