package dev.headroom.cleanup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** One conditional update of a desk, by itself or as a part of a transaction. */
final class DeskChange {
  private static final Pattern NAME = Pattern.compile("#(\\w+)");

  private final String table;
  private final Map<String, AttributeValue> key;
  private final List<String> sets = new ArrayList<>();
  private final List<String> additions = new ArrayList<>();
  private final List<String> removals = new ArrayList<>();
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, AttributeValue> values = new HashMap<>();

  DeskChange(String table, String tenant) {
    this.table = table;
    this.key = CleanupItem.key(tenant, CleanupItem.DESK);
  }

  DeskChange set(String attribute, AttributeValue value) {
    sets.add(name(attribute) + " = :" + attribute);
    values.put(":" + attribute, value);
    return this;
  }

  DeskChange add(String attribute, long number) {
    additions.add(name(attribute) + " :plus_" + attribute);
    values.put(":plus_" + attribute, CleanupItem.number(number));
    return this;
  }

  DeskChange remove(String... attributes) {
    for (String attribute : attributes) {
      removals.add(name(attribute));
    }
    return this;
  }

  /** Only while an attribute is as it was seen. */
  DeskChange where(String attribute, AttributeValue seen) {
    conditions.add(name(attribute) + " = :seen_" + attribute);
    values.put(":seen_" + attribute, seen);
    return this;
  }

  DeskChange where(String condition) {
    return where(condition, Map.of());
  }

  /** Attributes are written with a # before their names. */
  DeskChange where(String condition, Map<String, AttributeValue> parameters) {
    conditions.add(condition);
    NAME.matcher(condition).results().forEach(found -> name(found.group(1)));
    values.putAll(parameters);
    return this;
  }

  private String name(String attribute) {
    names.put("#" + attribute, attribute);
    return "#" + attribute;
  }

  private String expression() {
    var parts = new ArrayList<String>();
    clause("SET ", sets, parts);
    clause("ADD ", additions, parts);
    clause("REMOVE ", removals, parts);
    return String.join(" ", parts);
  }

  private static void clause(String verb, List<String> actions, List<String> parts) {
    if (!actions.isEmpty()) {
      parts.add(verb + String.join(", ", actions));
    }
  }

  TransactWriteItem write() {
    return TransactWriteItem.builder()
        .update(
            update ->
                update
                    .tableName(table)
                    .key(key)
                    .updateExpression(expression())
                    .conditionExpression(String.join(" AND ", conditions))
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values))
        .build();
  }

  UpdateItemResponse update(DynamoDbClient dynamoDb, ReturnValue returned) {
    return dynamoDb.updateItem(
        update ->
            update
                .tableName(table)
                .key(key)
                .updateExpression(expression())
                .conditionExpression(String.join(" AND ", conditions))
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .returnValues(returned)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
  }
}
