package dev.headroom.jobs.store;

import static dev.headroom.jobs.store.JobItem.number;
import static dev.headroom.jobs.store.JobItem.text;

import dev.headroom.aws.Item;
import dev.headroom.aws.ItemUpdate;
import dev.headroom.jobs.JobStatus;
import dev.headroom.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/** A conditional update of one job: what it sets, and what must hold for it to be made. */
final class JobUpdate {
  /** The result of the update. */
  sealed interface Write {}

  /** The update was made. The item is as it is now, or empty unless {@link #returnNew} was set. */
  record Written(Item now) implements Write {}

  /** The condition did not hold. The item is as it was, or empty if there was none. */
  record Refused(Item old) implements Write {}

  private final ItemUpdate item;
  private ReturnValue returned = ReturnValue.NONE;

  private JobUpdate(String id) {
    this.item = new ItemUpdate(JobItem.key(id));
  }

  /**
   * Returns an update that moves a job from one of some statuses to the next.
   *
   * @throws IllegalArgumentException when the state machine does not allow one of these moves
   */
  static JobUpdate move(String id, Set<JobStatus> from, JobStatus next) {
    if (!from.stream().allMatch(status -> status.mayBecome(next))) {
      throw new IllegalArgumentException("No job goes from %s to %s".formatted(from, next));
    }
    var change = within(id, from);
    change.set(JobItem.STATUS, text(Json.spelled(next)));
    change.increment(JobItem.REVISION);
    return change;
  }

  /** Returns an update of a job that is in one of some statuses and stays in it. */
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

  /** Sets an attribute to the value of another, or to zero where the job has no such attribute. */
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

  /** Requires that the job's fencing token is this one. */
  JobUpdate withFencingToken(int token) {
    return where("turn = :turn_now", Map.of(":turn_now", number(token)));
  }

  JobUpdate where(String condition, Map<String, AttributeValue> parameters) {
    item.where(condition, parameters);
    return this;
  }

  /** Makes the answer contain the whole item, with its parameters and result. */
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
