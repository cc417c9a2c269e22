package dev.headroom.jobs;

import static dev.headroom.jobs.JobItem.number;
import static dev.headroom.jobs.JobItem.text;

import dev.headroom.aws.Item;
import dev.headroom.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** One conditional update of a job, put together from what it sets and who may do it. */
final class JobUpdate {
  /** What became of it. */
  sealed interface Write {}

  /** It was done; the item is as it is now, or empty unless {@link #returnNew} asked for it. */
  record Written(Item now) implements Write {}

  /** The condition forbade it; the item is as it was, empty if there was none. */
  record Refused(Item old) implements Write {}

  private final String id;
  private final List<String> sets = new ArrayList<>();
  private final List<String> removals = new ArrayList<>();
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, AttributeValue> values = new HashMap<>();
  private ReturnValue returned = ReturnValue.NONE;

  private JobUpdate(String id) {
    this.id = id;
  }

  /** From one of some statuses to another, each step one that the state machine knows. */
  static JobUpdate move(String id, Set<JobStatus> from, JobStatus next) {
    if (!from.stream().allMatch(status -> status.mayBecome(next))) {
      throw new IllegalArgumentException("No job goes from %s to %s".formatted(from, next));
    }
    var change = within(id, from);
    change.set(JobItem.STATUS, text(Json.spelled(next)));
    change.increment(JobItem.REVISION);
    return change;
  }

  /** While the job is in one of some statuses, and stays in it. */
  static JobUpdate within(String id, Set<JobStatus> statuses) {
    var change = new JobUpdate(id);
    change.names.put("#status", JobItem.STATUS);
    var alternatives = new StringJoiner(", ", "#status IN (", ")");
    for (JobStatus status : statuses) {
      alternatives.add(":from_" + Json.spelled(status));
      change.values.put(":from_" + Json.spelled(status), text(Json.spelled(status)));
    }
    change.conditions.add(alternatives.toString());
    return change;
  }

  JobUpdate set(String attribute, AttributeValue value) {
    names.put("#" + attribute, attribute);
    values.put(":" + attribute, value);
    sets.add("#" + attribute + " = :" + attribute);
    return this;
  }

  /** Sets it to what another attribute has, or to zero where the job has no such attribute. */
  JobUpdate copy(String attribute, String from) {
    names.put("#" + attribute, attribute);
    names.put("#" + from, from);
    values.put(":zero", number(0));
    sets.add("#%s = if_not_exists(#%s, :zero)".formatted(attribute, from));
    return this;
  }

  JobUpdate increment(String attribute) {
    names.put("#" + attribute, attribute);
    values.put(":one", number(1));
    sets.add("#" + attribute + " = #" + attribute + " + :one");
    return this;
  }

  JobUpdate append(String attribute, AttributeValue element) {
    names.put("#" + attribute, attribute);
    values.put(":" + attribute, AttributeValue.fromL(List.of(element)));
    values.put(":nothing", AttributeValue.fromL(List.of()));
    sets.add("#%1$s = list_append(if_not_exists(#%1$s, :nothing), :%1$s)".formatted(attribute));
    return this;
  }

  JobUpdate remove(String... attributes) {
    for (String attribute : attributes) {
      names.put("#" + attribute, attribute);
      removals.add("#" + attribute);
    }
    return this;
  }

  /** Only while this is the job's turn. */
  JobUpdate atTurn(int turn) {
    return where("turn = :turn_now", Map.of(":turn_now", number(turn)));
  }

  JobUpdate where(String condition, Map<String, AttributeValue> parameters) {
    conditions.add(condition);
    values.putAll(parameters);
    return this;
  }

  /** Has the answer bring the item, parameters and result and all, for whoever needs it. */
  JobUpdate returnNew() {
    returned = ReturnValue.ALL_NEW;
    return this;
  }

  Write write(DynamoDbClient dynamoDb, String table) {
    String expression =
        "SET "
            + String.join(", ", sets)
            + (removals.isEmpty() ? "" : " REMOVE " + String.join(", ", removals));
    try {
      var response =
          dynamoDb.updateItem(
              update ->
                  update
                      .tableName(table)
                      .key(JobItem.key(id))
                      .updateExpression(expression)
                      .conditionExpression(String.join(" AND ", conditions))
                      .expressionAttributeNames(names)
                      .expressionAttributeValues(values)
                      .returnValues(returned)
                      .returnValuesOnConditionCheckFailure(
                          ReturnValuesOnConditionCheckFailure.ALL_OLD));
      return new Written(new Item(response.attributes()));
    } catch (ConditionalCheckFailedException e) {
      return new Refused(new Item(e.item()));
    }
  }
}
