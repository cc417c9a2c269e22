package dev.headroom.jobs;

import static dev.headroom.jobs.JobItem.number;
import static dev.headroom.jobs.JobItem.text;

import dev.headroom.aws.Item;
import dev.headroom.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, AttributeValue> values = new HashMap<>();
  private String condition;
  private ReturnValue returned = ReturnValue.NONE;

  /** To another status, from wherever the state machine allows it. */
  JobUpdate(String id, String tenant, JobStatus next) {
    this.id = id;
    names.put("#status", JobItem.STATUS);
    var origins = new StringJoiner(", ", "#status IN (", ")");
    for (JobStatus origin : next.origins()) {
      origins.add(":from_" + Json.spelled(origin));
      values.put(":from_" + Json.spelled(origin), text(Json.spelled(origin)));
    }
    condition = origins.toString();
    set(JobItem.STATUS, text(Json.spelled(next)));
    set(JobItem.STATUS_KEY, text(JobItem.statusKey(next, id, tenant)));
    increment(JobItem.REVISION);
  }

  /** Within the running state. */
  JobUpdate(Claim.Granted claim) {
    this.id = claim.job().id();
    names.put("#status", JobItem.STATUS);
    values.put(":running", text(Json.spelled(JobStatus.RUNNING)));
    condition = "#status = :running";
    fencedBy(claim);
    increment(JobItem.REVISION);
  }

  void set(String attribute, AttributeValue value) {
    names.put("#" + attribute, attribute);
    values.put(":" + attribute, value);
    sets.add("#" + attribute + " = :" + attribute);
  }

  void increment(String attribute) {
    names.put("#" + attribute, attribute);
    values.put(":one", number(1));
    sets.add("#" + attribute + " = #" + attribute + " + :one");
  }

  void orWhen(String alternative, Map<String, AttributeValue> parameters) {
    condition = condition + " OR (" + alternative + ")";
    values.putAll(parameters);
  }

  void fencedBy(Claim.Granted claim) {
    condition = "(" + condition + ") AND attempts = :token";
    values.put(":token", number(claim.token()));
  }

  /** Has the answer bring the item, parameters and result and all, for whoever needs it. */
  void returnNew() {
    returned = ReturnValue.ALL_NEW;
  }

  Write write(DynamoDbClient dynamoDb, String table) {
    try {
      var response =
          dynamoDb.updateItem(
              update ->
                  update
                      .tableName(table)
                      .key(JobItem.key(id))
                      .updateExpression("SET " + String.join(", ", sets))
                      .conditionExpression(condition)
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
