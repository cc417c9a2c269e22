package dev.headroom.system.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.json.Json;
import dev.headroom.local.engine.Engines;
import dev.headroom.local.lambda.LambdaFunction;
import dev.headroom.local.lambda.Outcome;
import dev.headroom.local.template.Template;
import dev.headroom.system.AnswerText;
import dev.headroom.system.TheTemplate;
import dev.headroom.system.contract.Contract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The metrics where nobody listens in the database's place. */
class MetricsWithoutDatabaseTest {
  private static final Template TEMPLATE = TheTemplate.patient();
  private static Engines engines;
  private static LambdaFunction function;

  @BeforeAll
  static void start() {
    engines = Engines.start(TEMPLATE, Optional.empty());
    Map<String, String> environment = new HashMap<>(engines.environment("MonitoringApi"));
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", "http://localhost:1");
    function =
        LambdaFunction.load(requireNonNull(TEMPLATE.functions().get("MonitoringApi")), environment);
  }

  @AfterAll
  static void stop() {
    function.close();
    engines.close();
  }

  private static JsonNode answer(String event, String method, String path, int status)
      throws Exception {
    Outcome outcome = function.invoke(Files.readAllBytes(Path.of("events", event))).get();
    JsonNode response = Json.STORED.readTree(((Outcome.Succeeded) outcome).payload());
    JsonNode body = Json.STORED.readTree(AnswerText.of(response));
    assertThat(response.path("statusCode").intValue()).as(body.toString()).isEqualTo(status);
    assertThat(Contract.read().faults(method, Client.BASE + path, status, body)).isEmpty();
    return body;
  }

  @Test
  void the_cache_is_told_and_of_jobs_why_they_are_not_known() throws Exception {
    JsonNode metrics = answer("MonitoringApi.Metrics.json", "GET", "/metrics", 200);

    assertThat(metrics.at("/cache/hits").isIntegralNumber()).isTrue();
    assertThat(metrics.at("/jobs/pending_jobs").isNull()).isTrue();
    assertThat(metrics.at("/jobs/completed_jobs").isNull()).isTrue();
    assertThat(metrics.at("/jobs/unknown").asText()).isNotBlank();
    assertThat(metrics.at("/system/active_jobs").isNull()).isTrue();
    assertThat(metrics.at("/system/unknown/active_jobs").asText()).isNotBlank();
    assertThat(metrics.at("/system/total_cache_size_bytes").isIntegralNumber()).isTrue();
  }

  @Test
  void a_reset_is_not_acknowledged() throws Exception {
    answer("MonitoringApi.Reset.json", "POST", "/reset", 503);
  }
}
