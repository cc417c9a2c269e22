package dev.headroom.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

class WriteUnitsTest {
  private static final Map<String, AttributeValue> NONE = Map.of();

  private final WriteUnits units =
      new WriteUnits(
          TableDescription.builder()
              .keySchema(hashKey("id"))
              .globalSecondaryIndexes(
                  GlobalSecondaryIndexDescription.builder()
                      .indexName("by_status")
                      .keySchema(hashKey("status"))
                      .projection(
                          p -> p.projectionType(ProjectionType.INCLUDE).nonKeyAttributes("type"))
                      .build())
              .build());

  private static KeySchemaElement hashKey(String name) {
    return KeySchemaElement.builder().attributeName(name).keyType(KeyType.HASH).build();
  }

  private static Map<String, AttributeValue> item(String... namesAndValues) {
    Map<String, AttributeValue> item = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      item.put(namesAndValues[i], AttributeValue.fromS(namesAndValues[i + 1]));
    }
    return item;
  }

  @Test
  void the_table_takes_a_unit_for_each_kilobyte_begun_of_the_larger_image() {
    var small = item("id", "1", "text", "x".repeat(1_000));
    var large = item("id", "1", "text", "x".repeat(1_100));

    assertThat(units.ofTable(NONE, small)).isEqualTo(1);
    assertThat(units.ofTable(small, large)).isEqualTo(2);
    assertThat(units.ofTable(large, small)).isEqualTo(2);
  }

  @Test
  void an_index_takes_one_for_a_new_or_changed_entry_and_two_when_its_key_changes() {
    var pending = item("id", "1", "status", "pending", "type", "noop");

    assertThat(units.ofIndexes(NONE, pending)).isEqualTo(1);
    assertThat(units.ofIndexes(pending, item("id", "1", "status", "running", "type", "noop")))
        .isEqualTo(2);
    assertThat(units.ofIndexes(pending, item("id", "1", "status", "pending", "type", "other")))
        .isEqualTo(1);
    assertThat(units.ofIndexes(pending, item("id", "1"))).isEqualTo(1);
  }

  @Test
  void an_index_takes_nothing_when_its_entry_stays_as_it_is() {
    var before = item("id", "1", "status", "pending", "text", "a");
    var after = item("id", "1", "status", "pending", "text", "b");

    assertThat(units.ofIndexes(before, after)).isZero();
    assertThat(units.ofIndexes(NONE, item("id", "1"))).isZero();
  }
}
