package dev.headroom.cleanup;

import dev.headroom.aws.Item;
import dev.headroom.aws.ItemSize;
import dev.headroom.cleanup.targets.CleanupTarget;
import dev.headroom.objects.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Items that an application might have cleaned up: each has a time of last use and a few objects,
 * in a table of the application. An item that is held is in use, however old it is.
 */
public final class SampleItems {
  private final DynamoDbClient dynamoDb;
  private final String table;
  private final ObjectStore objects;

  SampleItems(DynamoDbClient dynamoDb, String table, ObjectStore objects) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.objects = objects;
  }

  void createTable() {
    dynamoDb.createTable(
        CreateTableRequest.builder()
            .tableName(table)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(
                attribute("owner", ScalarAttributeType.S),
                attribute("id", ScalarAttributeType.S),
                attribute("used_at", ScalarAttributeType.N))
            .keySchema(key("owner", KeyType.HASH), key("id", KeyType.RANGE))
            .globalSecondaryIndexes(
                GlobalSecondaryIndex.builder()
                    .indexName("by_use")
                    .keySchema(key("owner", KeyType.HASH), key("used_at", KeyType.RANGE))
                    .projection(Projection.builder().projectionType(ProjectionType.ALL).build())
                    .build())
            .build());
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(String.valueOf(value));
  }

  private static Map<String, AttributeValue> key(String tenant, String id) {
    return Map.of("owner", text(tenant), "id", text(id));
  }

  /**
   * An item to be put.
   *
   * @param objects how many objects it has, whose sizes its id decides
   */
  record Sample(String id, Instant usedAt, int objects, boolean held) {}

  void put(String tenant, String id, Instant usedAt, int objects) {
    putAll(tenant, List.of(new Sample(id, usedAt, objects, false)));
  }

  /** Puts many items in few calls. */
  void putAll(String tenant, List<Sample> samples) {
    for (Sample sample : samples) {
      for (String key : objectKeys(tenant, sample.id(), sample.objects())) {
        objects.put(key, content(key));
      }
    }
    samples.stream()
        .map(sample -> WriteRequest.builder().putRequest(put -> put.item(item(tenant, sample))))
        .map(WriteRequest.Builder::build)
        .gather(Gatherers.windowFixed(25)) // DynamoDB takes no more
        .forEach(this::write);
  }

  private void write(List<WriteRequest> batch) {
    var answer = dynamoDb.batchWriteItem(write -> write.requestItems(Map.of(table, batch)));
    if (!answer.unprocessedItems().isEmpty()) {
      throw new IllegalStateException("The engine has not put all items");
    }
  }

  private static Map<String, AttributeValue> item(String tenant, Sample sample) {
    Map<String, AttributeValue> item = new HashMap<>(key(tenant, sample.id()));
    item.put("used_at", number(sample.usedAt().toEpochMilli()));
    item.put("objects", number(sample.objects()));
    item.put("note", text("x".repeat(Math.floorMod(sample.id().hashCode(), 200))));
    if (sample.held()) {
      item.put("held", text("yes"));
    }
    return item;
  }

  private static byte[] content(String key) {
    return key.repeat(1 + Math.floorMod(key.hashCode(), 3)).getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> objectKeys(String tenant, String id, int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> "items/%s/%s/%d".formatted(tenant, id, n))
        .toList();
  }

  /** Uses a thing again, if it is still there. */
  boolean use(String tenant, String id, Instant at) {
    return changed(tenant, id, "SET used_at = :value", number(at.toEpochMilli()));
  }

  boolean hold(String tenant, String id) {
    return changed(tenant, id, "SET held = :value", text("yes"));
  }

  private boolean changed(String tenant, String id, String expression, AttributeValue value) {
    try {
      dynamoDb.updateItem(
          update ->
              update
                  .tableName(table)
                  .key(key(tenant, id))
                  .updateExpression(expression)
                  .conditionExpression("attribute_exists(id)")
                  .expressionAttributeValues(Map.of(":value", value)));
      return true;
    } catch (ConditionalCheckFailedException _) {
      return false;
    }
  }

  /** Removes a thing as its owner does: the item first, then what lies elsewhere. */
  boolean remove(String tenant, String id) {
    var old =
        new Item(
            dynamoDb
                .deleteItem(
                    delete ->
                        delete
                            .tableName(table)
                            .key(key(tenant, id))
                            .returnValues(ReturnValue.ALL_OLD))
                .attributes());
    if (!old.isEmpty()) {
      objects.delete(objectKeys(tenant, id, Math.toIntExact(old.number("objects"))));
    }
    return !old.isEmpty();
  }

  /** A thing as it is counted: by a read of all that a tenant has, not by what clean-up asks. */
  record Counted(Instant usedAt, boolean held, long files, long bytes) {}

  /** All items of a tenant by their ids. */
  Map<String, Counted> all(String tenant) {
    Map<String, Counted> all = new HashMap<>();
    var everything =
        dynamoDb.queryPaginator(
            query ->
                query
                    .tableName(table)
                    .consistentRead(true)
                    .keyConditionExpression("#owner = :owner")
                    .expressionAttributeNames(Map.of("#owner", "owner"))
                    .expressionAttributeValues(Map.of(":owner", text(tenant))));
    for (var attributes : everything.items()) {
      var item = new Item(attributes);
      List<String> keys =
          objectKeys(tenant, item.text("id"), Math.toIntExact(item.number("objects")));
      long bytes = keys.stream().mapToLong(key -> content(key).length).sum();
      all.put(
          item.text("id"),
          new Counted(
              Instant.ofEpochMilli(item.number("used_at")),
              item.find("held").isPresent(),
              1 + keys.size(),
              ItemSize.bytes(attributes) + bytes));
    }
    return all;
  }

  /** The ids of items of which an object is there. */
  Set<String> withObjects(String tenant) {
    Set<String> ids = new TreeSet<>();
    objects
        .list("items/" + tenant + "/", Optional.empty(), 100_000)
        .forEach(object -> ids.add(object.key().split("/", -1)[2]));
    return ids;
  }

  /** Whether all objects of all items are there, and no others. */
  boolean areWhole(String tenant) {
    long expected = all(tenant).values().stream().mapToLong(thing -> thing.files() - 1).sum();
    return objects.list("items/" + tenant + "/", Optional.empty(), 100_000).size() == expected;
  }

  /** As a target, through a client that may have faults. */
  final class Target implements CleanupTarget {
    private final DynamoDbClient client;
    private final int pageSize;

    Target(DynamoDbClient client, int pageSize) {
      this.client = client;
      this.pageSize = pageSize;
    }

    @Override
    public String name() {
      return "items";
    }

    @Override
    public Page find(Scope scope, Optional<String> from) {
      var response =
          client.query(
              query ->
                  query
                      .tableName(table)
                      .indexName("by_use")
                      .keyConditionExpression("#owner = :owner AND used_at < :before")
                      .filterExpression("attribute_not_exists(held)")
                      .expressionAttributeNames(Map.of("#owner", "owner"))
                      .expressionAttributeValues(
                          Map.of(
                              ":owner", text(scope.tenant()),
                              ":before", number(scope.olderThan().toEpochMilli())))
                      .exclusiveStartKey(from.map(place -> start(scope, place)).orElse(null))
                      .limit(pageSize));
      return new Page(
          response.items().stream().map(item -> overdue(scope, item)).toList(),
          response.hasLastEvaluatedKey()
              ? Optional.of(place(new Item(response.lastEvaluatedKey())))
              : Optional.empty());
    }

    private static String place(Item last) {
      return last.number("used_at") + "/" + last.text("id");
    }

    private static Map<String, AttributeValue> start(Scope scope, String place) {
      String[] parts = place.split("/", -1);
      Map<String, AttributeValue> start = new HashMap<>(key(scope.tenant(), parts[1]));
      start.put("used_at", AttributeValue.fromN(parts[0]));
      return start;
    }

    private Overdue overdue(Scope scope, Map<String, AttributeValue> attributes) {
      var item = new Item(attributes);
      var delete =
          Delete.builder()
              .tableName(table)
              .key(key(scope.tenant(), item.text("id")))
              .conditionExpression("used_at < :before AND attribute_not_exists(held)")
              .expressionAttributeValues(
                  Map.of(":before", number(scope.olderThan().toEpochMilli())))
              .build();
      return Overdue.item(
          delete,
          ItemSize.bytes(attributes),
          objectKeys(scope.tenant(), item.text("id"), Math.toIntExact(item.number("objects")))
              .stream()
              .map(key -> new Erasable(key, content(key).length))
              .toList());
    }

    @Override
    public void erase(List<String> keys) {
      objects.delete(keys);
    }
  }
}
