package dev.headroom.local.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.local.TestCloud;
import dev.headroom.local.startup.CannotStart;
import dev.headroom.local.template.TableSpec;
import dev.headroom.local.template.Template;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class EnginesTest {
  private static final Template TEMPLATE =
      Template.read(TestCloud.TEMPLATE, Map.of("JwtIssuer", "http://x"));

  private final Engines engines = TestCloud.shared().engines();

  @Test
  void a_function_gets_the_templates_variables_with_what_stands_for_them_here() {
    Map<String, String> environment = engines.environment("Behave");
    assertThat(environment)
        .containsEntry("GREETING", "hello")
        .containsEntry("TABLE", "Table")
        .containsEntry("WORK", engines.queueUrl("Work"))
        .containsEntry("CACHE", engines.redis().toString())
        .containsEntry("AWS_ACCESS_KEY_ID", "Behave")
        .containsEntry("AWS_REGION", "us-east-1")
        .containsEntry("AWS_ENDPOINT_URL_DYNAMODB", engines.dynamoDb().toString())
        .containsEntry("AWS_ENDPOINT_URL_SQS", engines.sqs().toString())
        .containsEntry("AWS_LAMBDA_FUNCTION_NAME", "Behave")
        .containsEntry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128");
    URI store = URI.create(environment.getOrDefault("STORE", ""));
    assertThat(store).hasScheme("file");
    assertThat(Path.of(store)).isDirectory();
  }

  @Test
  void a_table_has_the_templates_indexes_stream_and_ttl() {
    try (DynamoDbClient dynamoDb = new AwsClients().dynamoDb(engines.dynamoDb())) {
      var table = dynamoDb.describeTable(t -> t.tableName("Table")).table();
      assertThat(table.globalSecondaryIndexes())
          .singleElement()
          .satisfies(index -> assertThat(index.indexName()).isEqualTo("by_kind"));
      assertThat(table.streamSpecification().streamViewType())
          .isEqualTo(StreamViewType.NEW_AND_OLD_IMAGES);
      assertThat(
              dynamoDb
                  .describeTimeToLive(t -> t.tableName("Table"))
                  .timeToLiveDescription()
                  .timeToLiveStatus())
          .isEqualTo(TimeToLiveStatus.ENABLED);
    }
  }

  @Test
  void a_queue_has_the_templates_name_and_attributes() {
    try (var sqs = engines.sqsFor("Tester")) {
      assertThat(engines.queueUrl("idle-queue")).endsWith("/000000000000/idle-queue");
      var idle = engines.queueUrl("idle-queue");
      assertThat(
              sqs.getQueueAttributes(q -> q.queueUrl(idle).attributeNames(QueueAttributeName.ALL))
                  .attributes())
          .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "40");
    }
  }

  @Test
  void what_the_template_does_not_have_is_told() {
    assertThatThrownBy(() -> engines.environment("Nobody"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> engines.queueUrl("Nothing"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void redis_is_started_for_a_cache_alone(@TempDir Path folder) throws Exception {
    assertThat(engines.redis()).hasScheme("redis").hasHost("127.0.0.1");
    assertThat(ProcessHandle.of(engines.redisPid().orElseThrow())).isPresent();

    Path bare = folder.resolve("bare.yaml");
    Files.writeString(bare, "{Transform: AWS::Serverless-2016-10-31, Resources: {}}");
    var given = EngineOptions.OWN.withDynamoDbAndSqs(engines.dynamoDb(), engines.sqs());
    try (var others = Engines.start(Template.read(bare, Map.of()), Optional.empty(), given)) {
      assertThat(others.redisPid()).isEmpty();
      assertThatThrownBy(others::redis).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void an_endpoint_that_is_given_takes_an_engines_place() {
    var given =
        EngineOptions.OWN
            .withDynamoDbAndSqs(engines.dynamoDb(), engines.sqs())
            .withRedis(URI.create("redis://elsewhere:1"));
    try (var others = Engines.start(TEMPLATE, Optional.empty(), given)) {
      assertThat(others.redisPid()).isEmpty();
      assertThat(others.environment("Behave"))
          .containsEntry("CACHE", "redis://elsewhere:1")
          .containsEntry("AWS_ENDPOINT_URL_SQS", engines.sqs().toString())
          .containsEntry("WORK", engines.queueUrl("Work"));
    }
    assertThat(engines.queueUrl("Work")).isNotEmpty();
  }

  @Test
  void a_table_of_another_shape_is_told_and_not_touched() {
    var table =
        new TableSpec(
            "Table",
            Map.of("other", "S"),
            new TableSpec.Keys("other", Optional.empty()),
            List.of(),
            Optional.empty(),
            Optional.empty());
    try (DynamoDbClient dynamoDb = new AwsClients().dynamoDb(engines.dynamoDb())) {
      assertThatThrownBy(() -> new TableProvisioner(dynamoDb).provision(table))
          .isInstanceOf(CannotStart.class)
          .hasMessageContaining("The table Table was made from another template");
    }
  }

  private static TableSpec grown(TableSpec.Index... indexes) {
    return new TableSpec(
        "Grown",
        indexes.length == 0 ? Map.of("id", "S") : Map.of("id", "S", "kind", "S"),
        new TableSpec.Keys("id", Optional.empty()),
        List.of(indexes),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void an_index_that_a_table_lacks_is_added_with_what_the_table_has() {
    var keys = new TableSpec.Keys("kind", Optional.empty());
    var item = Map.of("id", AttributeValue.fromS("1"), "kind", AttributeValue.fromS("old"));
    try (DynamoDbClient dynamoDb = new AwsClients().dynamoDb(engines.dynamoDb())) {
      var provisioner = new TableProvisioner(dynamoDb);
      provisioner.provision(grown());
      dynamoDb.putItem(put -> put.tableName("Grown").item(item));

      provisioner.provision(grown(new TableSpec.Index("by_kind", keys, "KEYS_ONLY", List.of())));

      assertThat(
              dynamoDb
                  .query(
                      query ->
                          query
                              .tableName("Grown")
                              .indexName("by_kind")
                              .keyConditionExpression("kind = :kind")
                              .expressionAttributeValues(
                                  Map.of(":kind", AttributeValue.fromS("old"))))
                  .items())
          .containsExactly(item);
      assertThatThrownBy(() -> provisioner.provision(grown()))
          .isInstanceOf(CannotStart.class)
          .hasMessageContaining("with other keys or indexes");
    }
  }

  /** Writes to both engines, and dies as by kill -9. */
  static final class Victim {
    public static void main(String[] arguments) {
      Engines engines =
          Engines.start(TEMPLATE, Optional.of(Path.of(arguments[0])), TestCloud.ENGINES);
      new AwsClients()
          .dynamoDb(engines.dynamoDb())
          .putItem(p -> p.tableName("Table").item(Map.of("id", AttributeValue.fromS("kept"))));
      String queue = engines.queueUrl("idle-queue");
      SqsClient sqs = engines.sqsFor("Victim");
      sqs.sendMessage(m -> m.queueUrl(queue).messageBody("hidden").messageGroupId("a"));
      sqs.receiveMessage(r -> r.queueUrl(queue));
      sqs.sendMessage(m -> m.queueUrl(queue).messageBody("kept, received"));
      sqs.receiveMessage(r -> r.queueUrl(queue).visibilityTimeout(1));
      sqs.sendMessage(m -> m.queueUrl(queue).messageBody("kept").messageGroupId("b"));
      Runtime.getRuntime().halt(9);
    }
  }

  @Test
  void a_kill_loses_nothing_that_was_answered(@TempDir Path data) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(EngineOptions.arguments(System.getProperties()));
    command.addAll(List.of(Victim.class.getName(), data.toString()));
    Process victim =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("output").toFile())
            .start();
    assertThat(victim.waitFor()).as(Files.readString(data.resolve("output"))).isEqualTo(9);

    try (var again = Engines.start(TEMPLATE, Optional.of(data), TestCloud.ENGINES);
        DynamoDbClient dynamoDb = new AwsClients().dynamoDb(again.dynamoDb());
        var sqs = again.sqsFor("Tester")) {
      var key = Map.of("id", AttributeValue.fromS("kept"));
      assertThat(dynamoDb.getItem(g -> g.tableName("Table").key(key)).hasItem()).isTrue();
      String queue = again.queueUrl("idle-queue");
      var bodies = new ArrayList<String>();
      while (bodies.size() < 2) {
        sqs.receiveMessage(r -> r.queueUrl(queue).waitTimeSeconds(5))
            .messages()
            .forEach(message -> bodies.add(message.body()));
      }
      assertThat(bodies).containsExactlyInAnyOrder("kept", "kept, received");
      // With the two that were received just now: its visibility timeout goes on over the kill.
      assertThat(
              sqs.getQueueAttributes(q -> q.queueUrl(queue).attributeNames(QueueAttributeName.ALL))
                  .attributes())
          .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "3");
    }
  }
}
