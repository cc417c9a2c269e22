package dev.headroom.jobs.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Writes the updates of a transaction.
 *
 * @param now from when on what is not needed for ever is kept for its time
 */
record StatisticsUpdates(String table, Instant now) {
  /** A stream shows a change for a day: after that, no batch comes again. */
  private static final Duration POSITION_KEPT = Duration.ofDays(3);

  /** From before the first change to the last; refused when the first is counted in already. */
  TransactWriteItem move(StatisticsItem.Position position, String first, String last) {
    return TransactWriteItem.builder()
        .update(
            update ->
                update
                    .tableName(table)
                    .key(position.key())
                    .updateExpression("SET #position = :last, expires_at = :expires_at")
                    .conditionExpression("attribute_not_exists(#position) OR #position < :first")
                    .expressionAttributeNames(Map.of("#position", StatisticsItem.POSITION))
                    .expressionAttributeValues(
                        Map.of(
                            ":first", AttributeValue.fromS(first),
                            ":last", AttributeValue.fromS(last),
                            ":expires_at", epochSecond(now.plus(POSITION_KEPT))))
                    .returnValuesOnConditionCheckFailure(
                        ReturnValuesOnConditionCheckFailure.ALL_OLD))
        .build();
  }

  TransactWriteItem add(StatisticsItem item, Map<String, Long> counters, Deltas deltas) {
    List<String> additions = new ArrayList<>();
    List<String> settings = new ArrayList<>();
    Map<String, AttributeValue> values = new HashMap<>();
    counters.forEach(
        (counter, by) -> {
          additions.add(counter + " :" + counter);
          values.put(":" + counter, AttributeValue.fromN(String.valueOf(by)));
        });
    settings(item, deltas)
        .forEach(
            (name, value) -> {
              settings.add(name + " = :" + name);
              values.put(":" + name, value);
            });
    return TransactWriteItem.builder()
        .update(
            update ->
                update
                    .tableName(table)
                    .key(item.key())
                    .updateExpression(clause("ADD ", additions) + clause(" SET ", settings))
                    .expressionAttributeValues(values))
        .build();
  }

  private static Map<String, AttributeValue> settings(StatisticsItem item, Deltas deltas) {
    return switch (item) {
      case StatisticsItem.Totals(String tenant, _) ->
          Map.of(StatisticsItem.AS_OF, AttributeValue.fromS(deltas.asOf(tenant).toString()));
      case StatisticsItem.Minute(_, Instant start, _) ->
          Map.of(
              StatisticsItem.EXPIRES_AT,
              epochSecond(start.plus(StatisticsItem.MINUTES_KEPT).plus(Duration.ofMinutes(10))));
      case StatisticsItem.Durations _, StatisticsItem.Position _, StatisticsItem.Reset _ ->
          Map.of();
    };
  }

  private static String clause(String verb, List<String> parts) {
    return parts.isEmpty() ? "" : verb + String.join(", ", parts);
  }

  private static AttributeValue epochSecond(Instant instant) {
    return AttributeValue.fromN(String.valueOf(instant.getEpochSecond()));
  }
}
