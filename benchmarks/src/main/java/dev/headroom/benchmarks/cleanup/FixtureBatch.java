package dev.headroom.benchmarks.cleanup;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items of one kind and one tenant that were put at once.
 *
 * @param keys of their items
 * @param objects the keys of their objects
 */
public record FixtureBatch(
    Kind kind,
    String tenant,
    String table,
    List<Map<String, AttributeValue>> keys,
    List<String> objects) {
  /** Items and objects. */
  public int things() {
    return keys.size() + objects.size();
  }
}
