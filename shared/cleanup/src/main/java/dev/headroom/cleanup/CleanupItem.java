package dev.headroom.cleanup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.headroom.aws.Item;
import dev.headroom.json.Json;
import java.io.UncheckedIOException;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** How things lie in the clean-up table: the attributes' names and forms, in one place. */
final class CleanupItem {
  /** Partition key: the tenant. */
  static final String OWNER = "owner";

  /** Sort key: {@link #DESK}, a schedule or a run. */
  static final String WHAT = "what";

  static final String DESK = "desk";
  static final String SCHEDULE = "schedule#";
  static final String RUN = "run#";

  /** Partition key of the index {@link #BY_DUE}: a priority. Only what is to be done has one. */
  static final String DUE_PRIORITY = "due_priority";

  /** Sort key of that index: epoch milliseconds from when on somebody must look at it. */
  static final String DUE_AT = "due_at";

  static final String BY_DUE = "by_due";

  /** Epoch seconds, for DynamoDB's time to live. */
  static final String EXPIRES_AT = "expires_at";

  /** After every name of a schedule, and every id of a run. */
  static final String LAST = "~";

  private CleanupItem() {}

  static Map<String, AttributeValue> key(String tenant, String what) {
    return Map.of(OWNER, text(tenant), WHAT, text(what));
  }

  /** A tenant's items of which the sort key is from one text to another, both included. */
  static QueryRequest.Builder query(String table, String tenant, String from, String to) {
    return QueryRequest.builder()
        .tableName(table)
        .consistentRead(true)
        .keyConditionExpression("#owner = :owner AND #what BETWEEN :from AND :to")
        .expressionAttributeNames(Map.of("#owner", OWNER, "#what", WHAT))
        .expressionAttributeValues(
            Map.of(":owner", text(tenant), ":from", text(from), ":to", text(to)));
  }

  static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  static AttributeValue number(long value) {
    return AttributeValue.fromN(String.valueOf(value));
  }

  static AttributeValue json(Object value) {
    try {
      return text(Json.STORED.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static <T> T read(Item item, String attribute, TypeReference<T> type) {
    try {
      return Json.STORED.readValue(item.text(attribute), type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
