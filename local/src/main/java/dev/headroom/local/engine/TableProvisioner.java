package dev.headroom.local.engine;

import dev.headroom.local.startup.CannotStart;
import dev.headroom.local.template.TableSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Makes the template's tables, or finds them as an earlier run left them. */
final class TableProvisioner {
  /** How long to wait between two looks at an index that is being filled. */
  private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

  private final DynamoDbClient dynamoDb;

  TableProvisioner(DynamoDbClient dynamoDb) {
    this.dynamoDb = dynamoDb;
  }

  /**
   * Makes a table, or adds to one that is there the indexes and the stream that it lacks. Items
   * that have an index's keys are in the index as soon as this returns.
   *
   * @throws CannotStart when the table is there with other keys, or with an index that the template
   *     describes otherwise or not at all
   */
  void provision(TableSpec spec) {
    CreateTableRequest wanted = request(spec);
    if (dynamoDb.listTablesPaginator().tableNames().stream().anyMatch(spec.name()::equals)) {
      TableDescription found = dynamoDb.describeTable(t -> t.tableName(spec.name())).table();
      missingIndexes(wanted, found).forEach(index -> add(index, wanted));
      if (wanted.streamSpecification() != null && found.streamSpecification() == null) {
        dynamoDb.updateTable(
            t -> t.tableName(spec.name()).streamSpecification(wanted.streamSpecification()));
      }
    } else {
      create(wanted);
      dynamoDb.waiter().waitUntilTableExists(t -> t.tableName(spec.name()));
    }
    spec.ttlAttribute().ifPresent(attribute -> enableTtl(spec.name(), attribute));
  }

  /** A request that the SDK repeated, since its answer was late, finds what it made itself. */
  private void create(CreateTableRequest wanted) {
    try {
      dynamoDb.createTable(wanted);
    } catch (ResourceInUseException _) {
      // it is there
    }
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

  /** Any other difference from an earlier run's template is reported: the items are at stake. */
  private static List<GlobalSecondaryIndex> missingIndexes(
      CreateTableRequest wanted, TableDescription found) {
    var foundIndexes =
        found.globalSecondaryIndexes().stream()
            .map(
                index ->
                    GlobalSecondaryIndex.builder()
                        .indexName(index.indexName())
                        .keySchema(index.keySchema())
                        .projection(index.projection())
                        .build())
            .toList();
    var names = foundIndexes.stream().map(GlobalSecondaryIndex::indexName).toList();
    if (!wanted.keySchema().equals(found.keySchema())
        || !wanted.globalSecondaryIndexes().containsAll(foundIndexes)) {
      throw new CannotStart(
          "The table "
              + wanted.tableName()
              + " was made from another template, with other keys or indexes: start with another"
              + " data folder, or delete this one.");
    }
    return wanted.globalSecondaryIndexes().stream()
        .filter(index -> !names.contains(index.indexName()))
        .toList();
  }

  private void add(GlobalSecondaryIndex index, CreateTableRequest table) {
    var addition =
        GlobalSecondaryIndexUpdate.builder()
            .create(
                create ->
                    create
                        .indexName(index.indexName())
                        .keySchema(index.keySchema())
                        .projection(index.projection()))
            .build();
    dynamoDb.updateTable(
        update ->
            update
                .tableName(table.tableName())
                .attributeDefinitions(table.attributeDefinitions())
                .globalSecondaryIndexUpdates(List.of(addition)));
    while (!isActive(index.indexName(), table.tableName())) {
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
    }
  }

  private boolean isActive(String index, String table) {
    return dynamoDb.describeTable(t -> t.tableName(table)).table().globalSecondaryIndexes().stream()
        .anyMatch(
            found -> found.indexName().equals(index) && found.indexStatus() == IndexStatus.ACTIVE);
  }

  private void enableTtl(String table, String attribute) {
    if (hasTtl(table)) {
      return;
    }
    try {
      dynamoDb.updateTimeToLive(
          t ->
              t.tableName(table)
                  .timeToLiveSpecification(s -> s.attributeName(attribute).enabled(true)));
    } catch (DynamoDbException e) { // the SDK may have repeated what had been done
      if (!hasTtl(table)) {
        throw e;
      }
    }
  }

  private boolean hasTtl(String table) {
    return dynamoDb
            .describeTimeToLive(t -> t.tableName(table))
            .timeToLiveDescription()
            .timeToLiveStatus()
        == TimeToLiveStatus.ENABLED;
  }
}
