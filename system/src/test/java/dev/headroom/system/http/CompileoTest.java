package dev.headroom.system.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.json.Json;
import dev.headroom.local.LocalCloud;
import dev.headroom.system.TheCloud;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A client of Compileo's performance API finds every endpoint, and in each answer the fields that
 * it knows. The requests are in {@code compileo.json}, in the order in which they are made: of a
 * tenant of whom every number is known.
 */
@ExtendWith(TheCloud.class)
class CompileoTest {
  private static final String TENANT = "compileo";
  private static final String TAXONOMY =
      """
      {"name": "topics", "categories": [
        {"name": "category1", "keywords": ["neural networks"]},
        {"name": "category2", "keywords": ["data processing"]}]}
      """;
  private static final String EXTRACTION =
      """
      {"taxonomy_id": 123, "documents": [{
        "text": "Neural networks learn. Without data processing there are no neural networks.",
        "created_at": "2024-01-15T10:30:00Z"}]}
      """;

  private static String runningJob = "";

  record Endpoint(
      String name,
      String method,
      String path,
      @Nullable JsonNode body,
      int status,
      JsonNode example) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Endpoint> endpoints() throws IOException {
    try (var file = CompileoTest.class.getResourceAsStream("/compileo.json")) {
      return List.of(Json.STORED.readValue(requireNonNull(file), Endpoint[].class));
    }
  }

  @BeforeAll
  static void everything_was_used_once(LocalCloud cloud) {
    var client = Client.of(cloud, TENANT);
    runningJob = client.submit("noop", "{\"seconds\":60}");
    removeSomething(client);
    client.send("PUT", "/taxonomies/123", TAXONOMY).expect(201);
    client.ended(client.submit("extraction", EXTRACTION));
    client.await("/search/lazy/count", answer -> answer.body().path("total_count").intValue() == 1);
    client.get("/search/paginated").expect(200);
    client.get("/search/paginated").expect(200);
    client.send("PUT", "/cache/entries/a", "{\"value\":1}").expect(200);
    client.get("/cache/entries/a").expect(200);
    client.get("/cache/entries/b").expect(404);
    client.statistics(
        counted ->
            counted.path("running_jobs").intValue() == 1
                && counted.path("completed_jobs").intValue() == 1
                && counted.path("avg_processing_time_seconds").isNumber());
  }

  private static void removeSomething(Client client) {
    client.ended(client.submit("noop", "{}"));
    String everything = "{\"name\":\"all\",\"interval_seconds\":86400,\"retention_days\":0}";
    client.post("/cleanup/schedules", everything).expect(201);
    client.send("POST", "/cleanup/run?schedule_name=all", null).expect(200);
    client.delete("/cleanup/schedules/all").expect(200);
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void an_answer_has_what_the_example_shows(Endpoint endpoint, LocalCloud cloud) {
    String path = endpoint.path().replace("{job_id}", runningJob);
    String body = endpoint.body() == null ? null : endpoint.body().toString();

    var answer = Client.of(cloud, TENANT).send(endpoint.method(), path, body);

    answer.expect(endpoint.status());
    assertThat(new Example(endpoint.example()).faults(answer.body()))
        .as(answer.body().toString())
        .isEmpty();
  }
}
