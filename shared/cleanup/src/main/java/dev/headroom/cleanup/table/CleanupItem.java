package dev.headroom.cleanup.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.headroom.aws.Item;
import dev.headroom.json.Json;
import java.io.UncheckedIOException;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** The names and forms of what is stored in the clean-up table. */
public final class CleanupItem {
  /** The partition key: the tenant. */
  public static final String OWNER = "owner";

  /** The sort key: {@link #STATE}, a schedule or a run that has ended. */
  public static final String WHAT = "what";

  /** The tenant's state. The stored name is older than the word, and tables hold it. */
  public static final String STATE = "desk";

  /** The prefix of schedules, before their names. */
  public static final String SCHEDULE = "schedule#";

  /** The prefix of runs that have ended, before their ids. */
  public static final String RUN = "run#";

  /**
   * The partition key of the index {@link #BY_DUE}: a priority. Only schedules and runs under way
   * have it.
   */
  public static final String DUE_PRIORITY = "due_priority";

  /** The sort key of that index: when a worker must look at the item, in epoch milliseconds. */
  public static final String DUE_AT = "due_at";

  /** The index of schedules and runs under way by when they are due. */
  public static final String BY_DUE = "by_due";

  /** The attribute of DynamoDB's time to live, in epoch seconds. */
  public static final String EXPIRES_AT = "expires_at";

  /** A text that sorts after every schedule's name and every run's id. */
  public static final String LAST = "~";

  private CleanupItem() {}

  /** Returns the key of one item. */
  public static Map<String, AttributeValue> key(String tenant, String what) {
    return Map.of(OWNER, text(tenant), WHAT, text(what));
  }

  /** Starts a query of a tenant's items with sort keys from one text to another, both included. */
  public static QueryRequest.Builder query(String table, String tenant, String from, String to) {
    return QueryRequest.builder()
        .tableName(table)
        .consistentRead(true)
        .keyConditionExpression("#owner = :owner AND #what BETWEEN :from AND :to")
        .expressionAttributeNames(Map.of("#owner", OWNER, "#what", WHAT))
        .expressionAttributeValues(
            Map.of(":owner", text(tenant), ":from", text(from), ":to", text(to)));
  }

  /** Returns a text as it is stored. */
  public static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  /** Returns a number as it is stored. */
  public static AttributeValue number(long value) {
    return AttributeValue.fromN(String.valueOf(value));
  }

  /** Returns a record as it is stored: a text in JSON. */
  public static AttributeValue json(Object value) {
    try {
      return text(Json.STORED.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a record that {@link #json} has stored. */
  public static <T> T read(Item item, String attribute, TypeReference<T> type) {
    try {
      return Json.STORED.readValue(item.text(attribute), type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
