package dev.headroom.local.engine;

import dev.headroom.local.startup.CannotStart;
import dev.headroom.local.template.TableSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Makes the template's tables, or finds them as an earlier run left them. */
final class TableProvisioner {
  private final DynamoDbClient dynamoDb;

  TableProvisioner(DynamoDbClient dynamoDb) {
    this.dynamoDb = dynamoDb;
  }

  /**
   * @throws CannotStart when the table is there with other keys or indexes
   */
  void provision(TableSpec spec) {
    CreateTableRequest wanted = request(spec);
    if (dynamoDb.listTablesPaginator().tableNames().stream().anyMatch(spec.name()::equals)) {
      TableDescription found = dynamoDb.describeTable(t -> t.tableName(spec.name())).table();
      compare(wanted, found);
      if (wanted.streamSpecification() != null && found.streamSpecification() == null) {
        dynamoDb.updateTable(
            t -> t.tableName(spec.name()).streamSpecification(wanted.streamSpecification()));
      }
    } else {
      dynamoDb.createTable(wanted);
      dynamoDb.waiter().waitUntilTableExists(t -> t.tableName(spec.name()));
    }
    spec.ttlAttribute().ifPresent(attribute -> enableTtl(spec.name(), attribute));
  }

  private static CreateTableRequest request(TableSpec spec) {
    var request =
        CreateTableRequest.builder()
            .tableName(spec.name())
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(attributes(spec.attributes()))
            .keySchema(keys(spec.keys()));
    if (!spec.indexes().isEmpty()) {
      request.globalSecondaryIndexes(spec.indexes().stream().map(TableProvisioner::index).toList());
    }
    spec.streamView()
        .ifPresent(
            view -> request.streamSpecification(s -> s.streamEnabled(true).streamViewType(view)));
    return request.build();
  }

  private static List<AttributeDefinition> attributes(Map<String, String> types) {
    return types.entrySet().stream()
        .map(
            type ->
                AttributeDefinition.builder()
                    .attributeName(type.getKey())
                    .attributeType(type.getValue())
                    .build())
        .toList();
  }

  private static List<KeySchemaElement> keys(TableSpec.Keys keys) {
    var elements = new ArrayList<KeySchemaElement>();
    elements.add(key(keys.partition(), KeyType.HASH));
    keys.sort().ifPresent(sort -> elements.add(key(sort, KeyType.RANGE)));
    return elements;
  }

  private static KeySchemaElement key(String attribute, KeyType type) {
    return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
  }

  private static GlobalSecondaryIndex index(TableSpec.Index index) {
    var projection = Projection.builder().projectionType(index.projection());
    if (!index.projected().isEmpty()) {
      projection.nonKeyAttributes(index.projected());
    }
    return GlobalSecondaryIndex.builder()
        .indexName(index.name())
        .keySchema(keys(index.keys()))
        .projection(projection.build())
        .build();
  }

  /** What an earlier run made from another template is told, not mended: its items are at stake. */
  private static void compare(CreateTableRequest wanted, TableDescription found) {
    var foundIndexes =
        found.globalSecondaryIndexes().stream()
            .map(
                index ->
                    GlobalSecondaryIndex.builder()
                        .indexName(index.indexName())
                        .keySchema(index.keySchema())
                        .projection(index.projection())
                        .build())
            .sorted(Comparator.comparing(GlobalSecondaryIndex::indexName))
            .toList();
    var wantedIndexes =
        wanted.globalSecondaryIndexes().stream()
            .sorted(Comparator.comparing(GlobalSecondaryIndex::indexName))
            .toList();
    if (!wanted.keySchema().equals(found.keySchema()) || !wantedIndexes.equals(foundIndexes)) {
      throw new CannotStart(
          "The table "
              + wanted.tableName()
              + " was made from another template, with other keys or indexes: start with another"
              + " data folder, or delete this one.");
    }
  }

  private void enableTtl(String table, String attribute) {
    var ttl = dynamoDb.describeTimeToLive(t -> t.tableName(table)).timeToLiveDescription();
    if (ttl.timeToLiveStatus() != TimeToLiveStatus.ENABLED) {
      dynamoDb.updateTimeToLive(
          t ->
              t.tableName(table)
                  .timeToLiveSpecification(s -> s.attributeName(attribute).enabled(true)));
    }
  }
}
