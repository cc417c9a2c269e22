package dev.headroom.jobs.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.aws.AwsClients;
import dev.headroom.json.Json;
import dev.headroom.local.engine.Engines;
import dev.headroom.local.lambda.LambdaFunction;
import dev.headroom.local.lambda.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The function as Lambda calls it: JSON in, JSON out. */
class JobStatsTest {
  private static Engines engines;
  private static LambdaFunction function;
  private static Map<String, String> environment;

  @BeforeAll
  static void open() {
    engines = Engines.forTest(Path.of("template.yaml"), Map.of("JwtIssuer", "http://localhost"));
    environment = engines.environment("JobStats");
    var spec = Optional.ofNullable(engines.template().functions().get("JobStats")).orElseThrow();
    function = LambdaFunction.load(spec, environment);
  }

  @AfterAll
  static void close() {
    function.close();
    engines.close();
  }

  private static ObjectNode sample() throws Exception {
    return (ObjectNode)
        Json.STORED.readTree(Files.readString(Path.of("events", "JobStats.Changes.json")));
  }

  private static JsonNode answer(JsonNode event) throws Exception {
    Outcome outcome = function.invoke(event.toString().getBytes(StandardCharsets.UTF_8)).get();
    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    return Json.STORED.readTree(((Outcome.Succeeded) outcome).payload());
  }

  @Test
  void the_sample_event_is_counted_once_and_the_windows_state_is_left_alone() throws Exception {
    ObjectNode event = sample();
    event.putObject("state").put("whose", "not ours");

    JsonNode answer = answer(event);
    assertThat(answer(event)).isEqualTo(answer);

    assertThat(answer.at("/state/whose").asText()).isEqualTo("not ours");
    assertThat(answer.path("batchItemFailures").isEmpty()).isTrue();
    var dynamoDb = new AwsClients(environment).client(DynamoDbClient.builder(), "dynamodb");
    var totals =
        dynamoDb
            .query(
                query ->
                    query
                        .tableName(environment.get("STATISTICS_TABLE"))
                        .keyConditionExpression("#owner = :owner AND begins_with(what, :totals)")
                        .expressionAttributeNames(Map.of("#owner", "owner"))
                        .expressionAttributeValues(
                            Map.of(
                                ":owner", AttributeValue.fromS("tenant#acme"),
                                ":totals", AttributeValue.fromS("totals#"))))
            .items();
    assertThat(totals).hasSize(1);
    assertThat(totals.getFirst())
        .containsEntry("running_high", AttributeValue.fromN("1"))
        .containsEntry("as_of", AttributeValue.fromS("2026-01-01T00:00:01.250Z"))
        .doesNotContainKey("pending_high");
  }

  @Test
  void the_end_of_a_window_without_changes_is_no_event() throws Exception {
    ObjectNode event = sample();
    event.putArray("Records");
    event.put("isFinalInvokeForWindow", true);

    assertThat(answer(event).path("state").isEmpty()).isTrue();
  }
}
