package dev.headroom.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** A change that one job saw, as a fenced update that can be made of any other. */
final class ItemChange {
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, AttributeValue> values = new HashMap<>();
  private final String expression;

  /**
   * @param status in which the job must be
   * @param turn at which the job must be
   */
  ItemChange(StreamTail.Change seen, String status, int turn) {
    List<String> sets = new ArrayList<>();
    List<String> removals = new ArrayList<>();
    seen.after()
        .forEach(
            (name, value) -> {
              if (!value.equals(seen.before().get(name))) {
                names.put("#" + name, name);
                values.put(":" + name, value);
                sets.add("#" + name + " = :" + name);
              }
            });
    for (String name : seen.before().keySet()) {
      if (!seen.after().containsKey(name)) {
        names.put("#" + name, name);
        removals.add("#" + name);
      }
    }
    names.put("#status", "status");
    names.put("#turn", "turn");
    values.put(":from_status", AttributeValue.fromS(status));
    values.put(":from_turn", AttributeValue.fromN(String.valueOf(turn)));
    expression =
        "SET "
            + String.join(", ", sets)
            + (removals.isEmpty() ? "" : " REMOVE " + String.join(", ", removals));
  }

  /**
   * Makes it.
   *
   * @throws software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException when the
   *     job is in another status or at another turn
   */
  void write(DynamoDbClient dynamoDb, String table, String id, ReturnValue returned) {
    dynamoDb.updateItem(
        update ->
            update
                .tableName(table)
                .key(Map.of("job_id", AttributeValue.fromS(id)))
                .updateExpression(expression)
                .conditionExpression("#status = :from_status AND #turn = :from_turn")
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .returnValues(returned)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
  }
}
