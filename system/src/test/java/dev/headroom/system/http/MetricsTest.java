package dev.headroom.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.local.LocalCloud;
import dev.headroom.system.TheCloud;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The metrics of everything, and their reset. */
@ExtendWith(TheCloud.class)
class MetricsTest {
  private static final int JOBS = 40;
  private static final int READS = 150;

  private static void put(Client client, String key) {
    client.send("PUT", "/cache/entries/" + key, "{\"value\":\"x\"}").expect(200);
  }

  private static JsonNode metrics(Client client) {
    return client.get("/metrics").expect(200).body();
  }

  private static JsonNode reset(Client client) {
    return client.send("POST", "/reset", null).expect(200).body();
  }

  /** Whether so many jobs are counted as completed and as pending, and none as running. */
  private static boolean isSettled(JsonNode metrics, int completed, int pending) {
    return metrics.at("/jobs/completed_jobs").intValue() == completed
        && metrics.at("/jobs/pending_jobs").intValue() == pending
        && metrics.at("/jobs/running_jobs").intValue() == 0;
  }

  private static void awaitSettled(Client client, int completed, int pending) {
    client.await("/metrics", answer -> isSettled(answer.body(), completed, pending));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/performance/metrics"})
  void everything_of_a_tenant_is_in_one_answer(String path, LocalCloud cloud) {
    String tenant = "metrics-" + path.length();
    var client = Client.of(cloud, tenant);
    put(client, "a");
    client.send("PUT", "/cache/entries/b", "{\"value\":1,\"namespace\":\"own\"}").expect(200);
    client.get("/cache/entries/a").expect(200);
    client.get("/cache/entries/none").expect(404);
    client.ended(client.submit("noop", "{}"));
    client.post("/jobs/submit", "{\"job_type\":\"noop\",\"delay_seconds\":600}").expect(202);

    JsonNode metrics =
        client
            .await(
                path,
                answer ->
                    isSettled(answer.body(), 1, 1)
                        && answer.body().at("/jobs/avg_processing_time_seconds").isNumber()
                        && answer.body().at("/system/pending_jobs").intValue() == 1)
            .body();

    assertThat(metrics.at("/cache/result_cache/total_entries").intValue()).isEqualTo(1);
    assertThat(metrics.at("/cache/result_cache/hit_rate").doubleValue()).isEqualTo(0.5);
    assertThat(metrics.at("/cache/result_cache/avg_access_time_ms").doubleValue()).isPositive();
    assertThat(metrics.at("/jobs/running_jobs").intValue()).isZero();
    assertThat(metrics.at("/jobs/avg_processing_time_seconds").isNumber()).isTrue();
    assertThat(metrics.at("/jobs/avg_processing_time_reason").isNull()).isTrue();
    assertThat(metrics.at("/jobs/epoch").intValue()).isZero();
    assertThat(metrics.at("/jobs/since").isNull()).isTrue();
    JsonNode system = metrics.path("system");
    long bytes = 0;
    for (JsonNode namespace : metrics.at("/cache/namespaces")) {
      bytes += namespace.path("total_size_bytes").longValue();
    }
    assertThat(system.path("total_cache_size_bytes").longValue())
        .isEqualTo(bytes)
        .isGreaterThan(metrics.at("/cache/result_cache/total_size_bytes").longValue());
    assertThat(system.path("active_jobs").intValue()).isZero();
    assertThat(system.path("pending_jobs").intValue()).isEqualTo(1);
    assertThat(metrics.path("generated_at").doubleValue()).isGreaterThan(1.7e9);
  }

  @Test
  void a_running_job_is_active(LocalCloud cloud) {
    var client = Client.of(cloud, "active");
    String id = client.submit("noop", "{\"seconds\":60}");

    JsonNode metrics =
        client
            .await(
                "/metrics",
                answer ->
                    answer.body().at("/jobs/running_jobs").intValue() == 1
                        && answer.body().at("/system/active_jobs").intValue() == 1
                        && answer.body().at("/system/pending_jobs").intValue() == 0)
            .body();

    assertThat(metrics.at("/system/active_jobs").intValue()).isEqualTo(1);
    assertThat(metrics.at("/system/pending_jobs").intValue()).isZero();
    client.delete("/jobs/" + id).expect(200);
    client.await("/metrics", answer -> answer.body().at("/jobs/cancelled_jobs").intValue() == 1);
  }

  @Test
  void what_is_not_known_is_null_and_a_reason_says_why(LocalCloud cloud) {
    JsonNode metrics = metrics(Client.of(cloud, "nothing-yet"));

    assertThat(metrics.at("/cache/result_cache/hit_rate").isNull()).isTrue();
    assertThat(metrics.at("/jobs/completed_jobs").intValue()).isZero();
    assertThat(metrics.at("/jobs/avg_processing_time_seconds").isNull()).isTrue();
    assertThat(metrics.at("/jobs/avg_processing_time_reason").asText())
        .isEqualTo("No job has completed yet.");
    assertThat(metrics.at("/jobs/as_of").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/reset", "/performance/reset"})
  void a_reset_tells_how_all_stood_and_leaves_jobs_and_other_tenants_alone(
      String path, LocalCloud cloud) {
    var client = Client.of(cloud, "reset-" + path.length());
    var other = Client.of(cloud, "unreset-" + path.length());
    for (Client each : List.of(client, other)) {
      put(each, "a");
      each.get("/cache/entries/a").expect(200);
      each.ended(each.submit("noop", "{}"));
      each.post("/jobs/submit", "{\"job_type\":\"noop\",\"delay_seconds\":600}").expect(202);
      awaitSettled(each, 1, 1);
    }

    JsonNode told = client.send("POST", path, null).expect(200).body();
    JsonNode after = metrics(client);

    assertThat(told.path("message").asText()).isEqualTo("Performance metrics reset successfully");
    assertThat(told.path("cleared_namespaces").toString()).contains("\"result\"");
    assertThat(told.at("/cache/result_cache/hits").intValue()).isEqualTo(1);
    assertThat(told.at("/jobs/epoch").intValue()).isZero();
    assertThat(told.at("/jobs/began_at").isNull()).isTrue();
    assertThat(told.at("/jobs/completed_jobs").intValue()).isEqualTo(1);
    assertThat(after.at("/cache/result_cache/hits").intValue()).isZero();
    assertThat(after.at("/cache/epoch").intValue()).isEqualTo(1);
    assertThat(after.at("/jobs/completed_jobs").intValue()).isZero();
    assertThat(after.at("/jobs/avg_processing_time_reason").asText())
        .isEqualTo("No job has completed since the last reset.");
    assertThat(after.at("/jobs/epoch").intValue()).isEqualTo(1);
    assertThat(after.at("/jobs/since")).isEqualTo(told.at("/jobs/ended_at"));
    assertThat(after.at("/jobs/pending_jobs").intValue()).isEqualTo(1);
    client.get("/cache/entries/a").expect(404);
    assertThat(client.get("/jobs/queue/stats").body().path("completed_jobs").intValue())
        .isEqualTo(1);
    other.get("/cache/entries/a").expect(200);
    assertThat(metrics(other).at("/jobs/completed_jobs").intValue()).isEqualTo(1);
    assertThat(metrics(other).at("/cache/result_cache/hits").intValue()).isEqualTo(2);
  }

  @Test
  void a_reset_clears_all_namespaces_whatever_is_named(LocalCloud cloud) {
    var client = Client.of(cloud, "reset-named");
    put(client, "a");

    client.send("POST", "/reset?namespace=search", null).expect(200);

    client.get("/cache/entries/a").expect(404);
  }

  @Test
  void resets_under_load_lose_nothing_and_count_nothing_twice(LocalCloud cloud) throws Exception {
    var client = Client.of(cloud, "reset-loaded");
    put(client, "a");
    var isDone = new AtomicBoolean();
    List<JsonNode> told = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<JsonNode>>> resets = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        resets.add(threads.submit(() -> resetUntil(isDone, client)));
      }
      List<Callable<Object>> load =
          List.of(() -> read(client), () -> read(client), () -> work(client));
      for (Future<Object> part : threads.invokeAll(load)) {
        part.get();
      }
      isDone.set(true);
      for (Future<List<JsonNode>> some : resets) {
        told.addAll(some.get());
      }
    }

    assertThat(told).hasSizeGreaterThan(3);
    assertThat(told.stream().map(reset -> reset.at("/jobs/epoch").longValue()))
        .doesNotHaveDuplicates();
    int counted = sum(told, "/jobs/completed_jobs");
    awaitSettled(client, JOBS - counted, 0);
    JsonNode last = metrics(client).at("/cache/result_cache");
    int reads = sum(told, "/cache/result_cache/hits") + sum(told, "/cache/result_cache/misses");
    assertThat(reads + last.path("hits").intValue() + last.path("misses").intValue())
        .isEqualTo(2 * READS);
  }

  private static List<JsonNode> resetUntil(AtomicBoolean isDone, Client client) {
    List<JsonNode> told = new ArrayList<>();
    while (!isDone.get()) {
      told.add(reset(client));
    }
    return told;
  }

  private static Object read(Client client) {
    for (int i = 0; i < READS; i++) {
      client.get("/cache/entries/a");
    }
    return READS;
  }

  private static Object work(Client client) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < JOBS; i++) {
      ids.add(client.submit("noop", "{}"));
    }
    ids.forEach(client::ended);
    return JOBS;
  }

  private static int sum(List<JsonNode> told, String at) {
    return told.stream().mapToInt(reset -> reset.at(at).intValue()).sum();
  }

  @Test
  void a_reader_may_look_and_not_reset(LocalCloud cloud) {
    var reader = Client.of(cloud, "metrics-reader", "performance.read");

    reader.get("/metrics").expect(200);
    reader.send("POST", "/reset", null).expect(403);
    reader.send("POST", "/performance/reset", "{}").expect(403);
    Client.anonymous(cloud).get("/metrics").expect(401);
    Client.of(cloud, "metrics-writer", "performance.write").get("/metrics").expect(403);
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /metrics, 405",
    "GET, /reset, 405",
    "POST, /performance/metrics, 405",
    "GET, /metrics/cache, 404",
    "GET, /performance/performance/metrics, 404",
    "GET, //api/performance/metrics, 404",
  })
  void what_there_is_not_is_refused(String method, String path, int status, LocalCloud cloud) {
    Client.of(cloud, "metrics-nonsense").send(method, path, null).expect(status);
  }
}
