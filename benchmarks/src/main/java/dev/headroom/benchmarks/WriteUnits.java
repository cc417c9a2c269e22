package dev.headroom.benchmarks;

import dev.headroom.aws.ItemSize;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * What a write consumes by DynamoDB's documented rules: a unit for each kilobyte begun of the
 * larger of the item before and after; in each index, nothing when its entry stays as it is, one
 * write when the entry comes, goes or changes, and two, a delete and a put, when its key changes:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html
 */
final class WriteUnits {
  private static final double UNIT = 1024;

  private final TableDescription table;

  WriteUnits(TableDescription table) {
    this.table = table;
  }

  /**
   * Of the table itself.
   *
   * @param before empty when there was no item
   */
  long ofTable(Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
    return units(Math.max(ItemSize.bytes(before), ItemSize.bytes(after)));
  }

  /** Of all its indexes together. */
  long ofIndexes(Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
    return table.globalSecondaryIndexes().stream()
        .mapToLong(index -> ofIndex(index, before, after))
        .sum();
  }

  private long ofIndex(
      GlobalSecondaryIndexDescription index,
      Map<String, AttributeValue> before,
      Map<String, AttributeValue> after) {
    Optional<Map<String, AttributeValue>> old = entry(index, before);
    Optional<Map<String, AttributeValue>> next = entry(index, after);
    if (old.equals(next)) {
      return 0;
    }
    boolean moved =
        old.isPresent()
            && next.isPresent()
            && !only(keys(index), old.get()).equals(only(keys(index), next.get()));
    long oldUnits = old.map(ItemSize::bytes).map(WriteUnits::units).orElse(0L);
    long nextUnits = next.map(ItemSize::bytes).map(WriteUnits::units).orElse(0L);
    return moved ? oldUnits + nextUnits : Math.max(oldUnits, nextUnits);
  }

  /** What the index holds of an item, if the item has its keys. */
  private Optional<Map<String, AttributeValue>> entry(
      GlobalSecondaryIndexDescription index, Map<String, AttributeValue> item) {
    if (!item.keySet().containsAll(keys(index))) {
      return Optional.empty();
    }
    if (index.projection().projectionType() == ProjectionType.ALL) {
      return Optional.of(item);
    }
    Set<String> projected =
        Stream.of(names(table.keySchema()), keys(index), index.projection().nonKeyAttributes())
            .flatMap(names -> names.stream())
            .collect(Collectors.toSet());
    return Optional.of(only(projected, item));
  }

  private static Map<String, AttributeValue> only(
      Set<String> names, Map<String, AttributeValue> item) {
    Map<String, AttributeValue> part = new HashMap<>(item);
    part.keySet().retainAll(names);
    return part;
  }

  private static Set<String> keys(GlobalSecondaryIndexDescription index) {
    return names(index.keySchema());
  }

  private static Set<String> names(List<KeySchemaElement> keys) {
    return keys.stream().map(KeySchemaElement::attributeName).collect(Collectors.toSet());
  }

  /** What a write of an item of that size takes. */
  static long units(long bytes) {
    return (long) Math.ceil(bytes / UNIT);
  }
}
