package dev.headroom.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.json.Json;
import dev.headroom.local.LocalCloud;
import dev.headroom.system.TheCloud;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The jobs API as a client uses it, through the gateway, both functions, DynamoDB and SQS. */
@ExtendWith(TheCloud.class)
class JobsTest {
  private static ObjectNode anExtraction(int documents, String text) {
    ObjectNode parameters = Json.SNAKE_CASE.createObjectNode();
    var list = parameters.putArray("documents");
    for (int i = 0; i < documents; i++) {
      list.addObject().put("id", "document-" + i).put("text", text);
    }
    var taxonomy = parameters.putObject("taxonomy").put("name", "licences");
    taxonomy
        .putArray("categories")
        .addObject()
        .put("name", "Warranty disclaimer")
        .putArray("keywords")
        .add("without warranty")
        .add("as is");
    return parameters;
  }

  private static final String LICENCE =
      "The software is provided as is, without warranty of any kind. Dogs are not meant by it.";

  @Test
  void a_job_is_accepted_run_and_read(LocalCloud cloud) {
    var client = Client.of(cloud, "read");

    var accepted =
        client.post(
            "/jobs/submit",
            "{\"job_type\":\"extraction\",\"parameters\":%s,\"priority\":\"urgent\"}"
                .formatted(anExtraction(1, LICENCE)));

    accepted.expect(202);
    String id = accepted.text("job_id");
    assertThat(accepted.header("location")).hasValue(Client.BASE + "/jobs/" + id);
    assertThat(accepted.text("status")).isEqualTo("submitted");

    JsonNode job = client.ended(id);
    assertThat(job.path("status").asText()).isEqualTo("completed");
    assertThat(job.path("priority").asText()).isEqualTo("urgent");
    assertThat(job.path("progress").doubleValue()).isEqualTo(1);
    assertThat(job.path("attempts").intValue()).isEqualTo(1);
    assertThat(job.path("parameters")).isEqualTo(anExtraction(1, LICENCE));
    assertThat(job.path("started_at").asText())
        .isGreaterThanOrEqualTo(job.path("created_at").asText());

    JsonNode result = client.get("/jobs/" + id + "/result").expect(200).body();
    assertThat(result.path("documents").intValue()).isEqualTo(1);
    assertThat(result.at("/chunks/0/document_id").asText()).isEqualTo("document-0");
    assertThat(result.at("/chunks/0/categories_matched/0").asText())
        .isEqualTo("Warranty disclaimer");
    assertThat(result.at("/chunks/0/confidence_score").doubleValue()).isBetween(0.5, 1.0);
  }

  @Test
  void a_job_can_be_seen_the_instant_after_it_was_submitted(LocalCloud cloud) {
    var client = Client.of(cloud, "instant");
    for (int i = 0; i < 20; i++) {
      client.get("/jobs/" + client.submit("noop", "{}")).expect(200);
    }
  }

  @Test
  void a_result_is_read_in_pages_that_hold_every_chunk_once(LocalCloud cloud) {
    var client = Client.of(cloud, "pages");
    String id = client.submit("extraction", anExtraction(450, LICENCE).toString());
    client.ended(id);

    List<String> chunks = new ArrayList<>();
    String path = "/jobs/" + id + "/result?limit=200";
    JsonNode page = client.get(path).expect(200).body();
    chunks.addAll(page.path("chunks").findValuesAsText("chunk_id"));
    while (page.path("next_cursor").isTextual()) {
      page = client.get(path + "&cursor=" + page.path("next_cursor").asText()).expect(200).body();
      chunks.addAll(page.path("chunks").findValuesAsText("chunk_id"));
    }

    assertThat(chunks).hasSize(450);
    assertThat(new HashSet<>(chunks)).hasSize(450);
  }

  @Test
  void large_parameters_and_results_go_through_the_object_store(LocalCloud cloud) {
    var client = Client.of(cloud, "large");
    ObjectNode parameters = anExtraction(1, "");
    var random = new java.util.Random(7);
    StringBuilder text = new StringBuilder();
    while (text.length() < 1_500_000) {
      text.append(Long.toString(random.nextLong() >>> 1, 36))
          .append(random.nextInt(40) == 0 ? " as is. " : " ");
    }
    ((ObjectNode) parameters.at("/documents/0")).put("text", text.toString());

    String id = client.submit("extraction", parameters.toString());
    JsonNode job = client.ended(id);

    assertThat(job.path("status").asText()).isEqualTo("completed");
    assertThat(job.path("parameters").isNull()).isTrue();
    assertThat(job.path("parameters_omitted").asText()).contains("bytes of JSON");
    assertThat(client.get("/jobs/" + id + "/result?limit=3").expect(200).body().path("chunks"))
        .hasSize(3);
  }

  @Test
  void half_a_surrogate_pair_in_a_text_costs_nobody_anything(LocalCloud cloud) {
    var client = Client.of(cloud, "surrogate");

    String id = client.submit("noop", "{\"note\":\"\\ud83d\"}");

    assertThat(client.ended(id).path("status").asText()).isEqualTo("completed");
    client.get("/jobs/" + id + "/result").expect(200);
  }

  @Test
  void a_list_is_paged_newest_first_and_filtered(LocalCloud cloud) {
    var client = Client.of(cloud, "list");
    List<String> submitted =
        IntStream.range(0, 25).mapToObj(i -> client.submit("noop", "{}")).toList();
    submitted.forEach(client::ended);

    List<String> listed = new ArrayList<>();
    List<String> times = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = client.get("/jobs?status=completed&limit=10" + cursor).expect(200).body();
      listed.addAll(page.path("jobs").findValuesAsText("job_id"));
      times.addAll(page.path("jobs").findValuesAsText("created_at"));
      cursor =
          page.path("next_cursor").isNull() ? "" : "&cursor=" + page.path("next_cursor").asText();
    } while (!cursor.isEmpty());

    assertThat(listed).containsExactlyInAnyOrderElementsOf(submitted);
    assertThat(times).isSortedAccordingTo(java.util.Comparator.reverseOrder());
    assertThat(client.get("/jobs?status=failed").body().path("jobs")).isEmpty();
    assertThat(client.get("/jobs?job_type=extraction").body().path("jobs")).isEmpty();
    assertThat(client.get("/jobs?job_type=noop&priority=normal&limit=200").body().path("jobs"))
        .hasSize(25);
    assertThat(client.get("/jobs?since=2200-01-01T00:00:00Z").body().path("jobs")).isEmpty();
    assertThat(client.get("/jobs?since=2020-01-01T00:00:00Z&limit=200").body().path("jobs"))
        .hasSize(25);
  }

  @Test
  void an_ended_job_cannot_be_cancelled(LocalCloud cloud) {
    var client = Client.of(cloud, "cancel");
    String id = client.submit("noop", "{}");
    client.ended(id);

    assertThat(client.delete("/jobs/" + id).expect(409).text("detail")).contains("completed");
  }

  @Test
  void a_job_that_has_not_completed_has_no_result(LocalCloud cloud) {
    var client = Client.of(cloud, "failed");
    ObjectNode parameters = anExtraction(1, LICENCE);
    parameters.putArray("selected_categories").add("No such");
    String id = client.submit("extraction", parameters.toString());

    JsonNode job = client.ended(id);

    assertThat(job.path("status").asText()).isEqualTo("failed");
    assertThat(job.path("error").asText()).contains("parameters.selected_categories[0]");
    assertThat(client.get("/jobs/" + id + "/result").expect(409).text("detail")).contains("failed");
  }

  @Test
  void an_etag_saves_what_has_not_changed(LocalCloud cloud) {
    var client = Client.of(cloud, "etag");
    String id = client.submit("noop", "{}");
    client.ended(id);
    String tag = client.get("/jobs/" + id).expect(200).header("etag").orElseThrow();

    assertThat(client.with("if-none-match", tag).get("/jobs/" + id).expect(304).body().isNull())
        .isTrue();
    client.with("if-none-match", "\"0\"").get("/jobs/" + id).expect(200);
    client.with("if-none-match", "\"0\", W/" + tag).get("/jobs/" + id).expect(304);
    client.with("if-none-match", "*").get("/jobs/" + id).expect(304);
  }

  @Test
  void a_wait_with_an_etag_ends_at_the_next_change(LocalCloud cloud) {
    var client = Client.of(cloud, "etag-wait");
    String id = client.submit("noop", "{}");
    String first = client.get("/jobs/" + id).expect(200).header("etag").orElseThrow();
    client.ended(id);

    var changed = client.with("if-none-match", "\"1\"").get("/jobs/" + id + "?wait=20").expect(200);

    assertThat(changed.header("etag")).isPresent().isNotEqualTo(Optional.of("\"1\""));
    assertThat(first).startsWith("\"");
    String last = changed.header("etag").orElseThrow();
    client.with("if-none-match", last).get("/jobs/" + id + "?wait=1").expect(304);
  }

  @Test
  void statistics_count_each_job_of_the_tenant(LocalCloud cloud) {
    var client = Client.of(cloud, "job-statistics");
    JsonNode before = client.get("/jobs/queue/stats").expect(200).body();
    assertThat(before.path("total_jobs").intValue()).isZero();
    assertThat(before.path("avg_processing_time_seconds").isNull()).isTrue();
    assertThat(before.path("avg_processing_time_reason").asText()).isNotEmpty();

    for (int i = 0; i < 5; i++) {
      client.ended(client.submit("noop", "{}"));
    }

    JsonNode after =
        client.statistics(
            now ->
                now.path("completed_jobs").intValue() == 5
                    && now.path("avg_processing_time_seconds").isNumber());
    assertThat(after.path("total_jobs").intValue()).isEqualTo(5);
    assertThat(after.path("pending_jobs").intValue()).isZero();
    assertThat(after.path("avg_processing_time_seconds").doubleValue()).isPositive();
  }

  @Test
  void the_types_come_with_their_schemas(LocalCloud cloud) {
    JsonNode types = Client.of(cloud, "types").get("/jobs/types").expect(200).body().path("types");

    assertThat(types.findValuesAsText("job_type")).contains("extraction", "noop");
    assertThat(types.at("/0/parameters/properties/documents/type").asText()).isEqualTo("array");
  }

  @Test
  void a_tenant_sees_nothing_of_another_and_an_administrator_all(LocalCloud cloud) {
    var owner = Client.of(cloud, "owner");
    var other = Client.of(cloud, "other");
    var admin = Client.of(cloud, "operators", "performance.admin");
    String id = owner.submit("noop", "{}");
    owner.ended(id);

    other.get("/jobs/" + id).expect(404);
    other.get("/jobs/" + id + "/result").expect(404);
    other.delete("/jobs/" + id).expect(404);
    assertThat(other.get("/jobs").expect(200).body().path("jobs")).isEmpty();
    assertThat(other.get("/jobs/queue/stats").expect(200).body().path("total_jobs").intValue())
        .isZero();
    admin.get("/jobs/" + id).expect(200);
    admin.get("/jobs/" + id + "/result").expect(200);
  }

  @Test
  void two_hundred_clients_at_once_each_get_their_own_job_done(LocalCloud cloud) throws Exception {
    var client = Client.of(cloud, "crowd");
    List<Callable<String>> work =
        IntStream.range(0, 200)
            .<Callable<String>>mapToObj(
                i ->
                    () -> {
                      String id = client.submit("noop", "{\"note\":\"%d\"}".formatted(i));
                      client.ended(id);
                      return client.result(id).path("note").asText();
                    })
            .toList();

    List<String> notes = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var note : threads.invokeAll(work)) {
        notes.add(note.get());
      }
    }

    assertThat(notes).isEqualTo(IntStream.range(0, 200).mapToObj(String::valueOf).toList());
  }
}
