package dev.headroom.local.trigger;

import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import dev.headroom.local.engine.Engines;
import dev.headroom.local.handlers.Watch;
import dev.headroom.local.lambda.LambdaFunction;
import dev.headroom.local.template.FunctionSpec;
import dev.headroom.local.template.Trigger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** A table with a stream, and a function that watches it. */
final class WatchedTable implements AutoCloseable {
  private final Engines engines;
  private final String name;
  private final String functionName;
  private final DynamoDbClient dynamoDb;
  private final LambdaFunction function;

  /** Both of the same name. */
  WatchedTable(Engines engines, String name) {
    this(engines, name, name);
  }

  WatchedTable(Engines engines, String name, String functionName) {
    this(engines, name, functionName, StreamViewType.NEW_AND_OLD_IMAGES);
  }

  WatchedTable(Engines engines, String name, String functionName, StreamViewType view) {
    this.engines = engines;
    this.name = name;
    this.functionName = functionName;
    this.dynamoDb =
        DynamoDbClient.builder()
            .endpointOverride(engines.dynamoDb())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("Tester", "local")))
            .build();
    this.function =
        LambdaFunction.load(
            new FunctionSpec(
                functionName,
                functionName,
                Watch.class.getName(),
                128,
                Duration.ofSeconds(10),
                Optional.empty(),
                Map.of(),
                "",
                "",
                List.of()),
            Map.of());
    if (!dynamoDb.listTables().tableNames().contains(name)) {
      create(view);
    }
  }

  private void create(StreamViewType view) {
    dynamoDb.createTable(
        t ->
            t.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(
                    KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
                .streamSpecification(s -> s.streamEnabled(true).streamViewType(view)));
  }

  /** A source that gathers nothing, from the start, for ever. */
  Trigger.StreamSource source() {
    return source(true, 100, Optional.empty(), false, Optional.empty());
  }

  /** As {@link #source}, one change at a time, with a window that a test does not outlast. */
  Trigger.StreamSource windowed() {
    return source(true, 1, Optional.of(Duration.ofMinutes(15)), false, Optional.empty());
  }

  Trigger.StreamSource source(
      boolean fromStart,
      int batchSize,
      Optional<Duration> window,
      boolean reportsFailures,
      Optional<Integer> retries) {
    return new Trigger.StreamSource(
        functionName, name, fromStart, batchSize, Duration.ZERO, window, reportsFailures, retries);
  }

  StreamPoller watch(Trigger.StreamSource source) {
    return watch(source, StreamPlaces.inMemory());
  }

  StreamPoller watch(Trigger.StreamSource source, StreamPlaces places) {
    return watch(source, places, functionName);
  }

  /** Watches with the role of another function. */
  StreamPoller watchAs(String role) {
    return watch(source(), StreamPlaces.inMemory(), role);
  }

  private StreamPoller watch(Trigger.StreamSource source, StreamPlaces places, String role) {
    var stream = new TableStream(engines.streamsFor(role), engines.streamArn(name));
    return StreamPoller.start(source, stream, function, places, InstantSource.system());
  }

  void put(String... ids) {
    for (String id : ids) {
      put(Map.of("id", AttributeValue.fromS(id)));
    }
  }

  void put(Map<String, AttributeValue> item) {
    dynamoDb.putItem(p -> p.tableName(name).item(item));
  }

  /** The event of the next invocation. */
  DynamodbTimeWindowEvent next() throws InterruptedException {
    DynamodbTimeWindowEvent event = Watch.seen(functionName).poll(10, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError(functionName + " was not invoked in 10 seconds");
    }
    return event;
  }

  /** The ids of the next changes, over all the invocations that it takes. */
  List<String> nextIds(int count) throws InterruptedException {
    var ids = new ArrayList<String>();
    while (ids.size() < count) {
      ids.addAll(ids(next()));
    }
    return ids;
  }

  static List<String> ids(DynamodbTimeWindowEvent event) {
    return event.getRecords().stream()
        .flatMap(record -> record.getDynamodb().getKeys().values().stream())
        .map(key -> key.getS())
        .toList();
  }

  @Override
  public void close() {
    function.close();
    dynamoDb.close();
  }
}
