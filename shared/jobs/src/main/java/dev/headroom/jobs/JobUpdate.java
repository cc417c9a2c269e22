package dev.headroom.jobs;

import static dev.headroom.jobs.JobItem.number;
import static dev.headroom.jobs.JobItem.text;

import dev.headroom.aws.Item;
import dev.headroom.aws.ItemUpdate;
import dev.headroom.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/** One conditional update of a job, put together from what it sets and who may do it. */
final class JobUpdate {
  /** What became of it. */
  sealed interface Write {}

  /** It was done; the item is as it is now, or empty unless {@link #returnNew} asked for it. */
  record Written(Item now) implements Write {}

  /** The condition forbade it; the item is as it was, empty if there was none. */
  record Refused(Item old) implements Write {}

  private final ItemUpdate item;
  private ReturnValue returned = ReturnValue.NONE;

  private JobUpdate(String id) {
    this.item = new ItemUpdate(JobItem.key(id));
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
    Map<String, AttributeValue> alternatives = new TreeMap<>();
    for (JobStatus status : statuses) {
      alternatives.put(":from_" + Json.spelled(status), text(Json.spelled(status)));
    }
    String condition = "#status IN (%s)".formatted(String.join(", ", alternatives.keySet()));
    return new JobUpdate(id).where(condition, alternatives);
  }

  JobUpdate set(String attribute, AttributeValue value) {
    item.set(attribute, value);
    return this;
  }

  /** Sets it to what another attribute has, or to zero where the job has no such attribute. */
  JobUpdate copy(String attribute, String from) {
    String expression = "if_not_exists(#%s, :zero)".formatted(from);
    item.set(attribute, expression, Map.of(":zero", number(0)));
    return this;
  }

  JobUpdate increment(String attribute) {
    item.set(attribute, "#" + attribute + " + :one", Map.of(":one", number(1)));
    return this;
  }

  JobUpdate append(String attribute, AttributeValue element) {
    item.set(
        attribute,
        "list_append(if_not_exists(#%1$s, :nothing), :%1$s)".formatted(attribute),
        Map.of(
            ":" + attribute,
            AttributeValue.fromL(List.of(element)),
            ":nothing",
            AttributeValue.fromL(List.of())));
    return this;
  }

  JobUpdate remove(String... attributes) {
    item.remove(attributes);
    return this;
  }

  /** Only while this is the job's turn. */
  JobUpdate atTurn(int turn) {
    return where("turn = :turn_now", Map.of(":turn_now", number(turn)));
  }

  JobUpdate where(String condition, Map<String, AttributeValue> parameters) {
    item.where(condition, parameters);
    return this;
  }

  /** Has the answer bring the item, parameters and result and all, for whoever needs it. */
  JobUpdate returnNew() {
    returned = ReturnValue.ALL_NEW;
    return this;
  }

  Write write(DynamoDbClient dynamoDb, String table) {
    try {
      return new Written(new Item(item.update(dynamoDb, table, returned).attributes()));
    } catch (ConditionalCheckFailedException e) {
      return new Refused(new Item(e.item()));
    }
  }
}
