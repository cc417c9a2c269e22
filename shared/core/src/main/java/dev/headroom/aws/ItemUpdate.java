package dev.headroom.aws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * One conditional update of an item in DynamoDB, put together piece by piece: by itself or as a
 * part of a transaction. In expressions and conditions, attributes are written with a # before
 * their names, which may be DynamoDB's own words.
 */
public final class ItemUpdate {
  private static final Pattern NAME = Pattern.compile("#(\\w+)");

  private final Map<String, AttributeValue> key;
  private final List<String> sets = new ArrayList<>();
  private final List<String> additions = new ArrayList<>();
  private final List<String> removals = new ArrayList<>();
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, AttributeValue> values = new HashMap<>();

  public ItemUpdate(Map<String, AttributeValue> key) {
    this.key = key;
  }

  public ItemUpdate set(String attribute, AttributeValue value) {
    return set(attribute, ":" + attribute, Map.of(":" + attribute, value));
  }

  /** Sets an attribute to what an expression gives. */
  public ItemUpdate set(
      String attribute, String expression, Map<String, AttributeValue> parameters) {
    sets.add(named("#%s = %s".formatted(attribute, expression)));
    values.putAll(parameters);
    return this;
  }

  /** Adds to a number, which counts from 0 when there is none. */
  public ItemUpdate add(String attribute, long number) {
    additions.add(named("#%1$s :plus_%1$s".formatted(attribute)));
    values.put(":plus_" + attribute, AttributeValue.fromN(String.valueOf(number)));
    return this;
  }

  public ItemUpdate remove(String... attributes) {
    for (String attribute : attributes) {
      removals.add(named("#" + attribute));
    }
    return this;
  }

  /** Only while an attribute is as it was seen. */
  public ItemUpdate where(String attribute, AttributeValue seen) {
    return where("#%1$s = :seen_%1$s".formatted(attribute), Map.of(":seen_" + attribute, seen));
  }

  /** Only while a condition holds; one of several that all must. */
  public ItemUpdate where(String condition, Map<String, AttributeValue> parameters) {
    conditions.add(named(condition));
    values.putAll(parameters);
    return this;
  }

  private String named(String expression) {
    NAME.matcher(expression).results().forEach(found -> names.put(found.group(), found.group(1)));
    return expression;
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

  /** Returns the update as a part of a transaction. */
  public TransactWriteItem write(String table) {
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

  /**
   * Makes it.
   *
   * @throws ConditionalCheckFailedException with the item as it is, when a condition does not hold
   */
  public UpdateItemResponse update(DynamoDbClient dynamoDb, String table, ReturnValue returned) {
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
