package dev.headroom.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.local.LocalCloud;
import dev.headroom.system.TheCloud;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cache over HTTP, in both dialects. */
@ExtendWith(TheCloud.class)
class CacheApiTest {
  private static final String SOMMOS = "//api/performance/cache";

  @Test
  void an_entry_is_written_read_and_removed(LocalCloud cloud) {
    var client = Client.of(cloud, "entries");
    String value = "{\"a\":[1,2.5,null,true],\"ü\":\"\\ud83d\\ude00\"}";
    JsonNode put =
        client
            .send(
                "PUT",
                "/cache/entries/search%3Aresults%2F1%20x",
                "{\"value\":%s,\"ttl_seconds\":600,\"tags\":[\"b\",\"a\"]}".formatted(value))
            .expect(200)
            .body();
    assertThat(put.path("key").asText()).isEqualTo("search:results/1 x");
    assertThat(put.path("stored").asBoolean()).isTrue();

    JsonNode entry = client.get("/cache/entries/search%3Aresults%2F1%20x").expect(200).body();

    assertThat(entry.path("value").toString()).isEqualTo("{\"a\":[1,2.5,null,true],\"ü\":\"😀\"}");
    assertThat(entry.path("ttl_seconds").asInt()).isBetween(590, 600);
    assertThat(entry.path("tags").toString()).isEqualTo("[\"a\",\"b\"]");
    assertThat(entry.path("namespace").asText()).isEqualTo("result");
    client.get("/cache/entries/search%3Aresults%2F1%20x?namespace=search").expect(404);
    client.delete("/cache/entries/search%3Aresults%2F1%20x").expect(204);
    client.get("/cache/entries/search%3Aresults%2F1%20x").expect(404);
    client.delete("/cache/entries/search%3Aresults%2F1%20x").expect(204);
  }

  @Test
  void null_is_a_value(LocalCloud cloud) {
    var client = Client.of(cloud, "null-value");
    client.send("PUT", "/cache/entries/n", "{\"value\":null}").expect(200);

    assertThat(client.get("/cache/entries/n").expect(200).body().path("value").isNull()).isTrue();
  }

  @Test
  void a_hundred_are_written_and_read_at_once_each_with_an_answer(LocalCloud cloud) {
    var client = Client.of(cloud, "batches");
    List<String> entries = new ArrayList<>();
    IntStream.range(0, 99)
        .forEach(i -> entries.add("{\"key\":\"k:%d\",\"value\":%d}".formatted(i, i)));
    entries.add(50, "{\"key\":\"bad\",\"value\":1,\"ttl_seconds\":0}");

    JsonNode set =
        client
            .post("/cache/entries/batch-set", "{\"entries\":%s}".formatted(entries))
            .expect(200)
            .body();
    assertThat(set.path("stored").asInt()).isEqualTo(99);
    assertThat(set.path("entries").path(50).path("status").asText()).isEqualTo("rejected");
    assertThat(set.path("entries").path(50).path("errors").path(0).path("field").asText())
        .isEqualTo("ttl_seconds");

    JsonNode got =
        client
            .post(
                "/cache/entries/batch-get",
                "{\"keys\":[\"k:7\",\"bad\",\"k:98\"],\"namespace\":\"result\"}")
            .expect(200)
            .body();
    assertThat(got.path("entries").findValuesAsText("key")).containsExactly("k:7", "bad", "k:98");
    assertThat(got.path("entries").path(2).path("value").asInt()).isEqualTo(98);
    assertThat(got.path("entries").path(1).path("found").asBoolean()).isFalse();
    assertThat(got.path("hits").asInt()).isEqualTo(2);
  }

  @Test
  void tags_and_prefixes_reach_every_namespace_and_no_other_tenant(LocalCloud cloud) {
    var client = Client.of(cloud, "invalidation");
    var stranger = Client.of(cloud, "stranger");
    for (Client each : List.of(client, stranger)) {
      put(each, "user:1", "{\"value\":1,\"tags\":[\"t\"]}");
      put(each, "user:2", "{\"value\":2,\"tags\":[\"t\"],\"namespace\":\"own\"}");
      put(each, "order:1", "{\"value\":3}");
      put(each, "order-2", "{\"value\":4}");
    }

    JsonNode told = client.post("/cache/invalidate", "{\"tags\":[\"t\"]}").expect(200).body();

    assertThat(told.path("namespaces").toString()).isEqualTo("[\"own\",\"result\"]");
    client.get("/cache/entries/user:1").expect(404);
    client.get("/cache/entries/user:2?namespace=own").expect(404);
    client.get("/cache/entries/order:1").expect(200);
    client.post("/cache/invalidate", "{\"prefix\":\"order\"}").expect(200);
    client.get("/cache/entries/order:1").expect(404);
    client.get("/cache/entries/order-2").expect(404);
    stranger.get("/cache/entries/user:1").expect(200);
    stranger.get("/cache/entries/user:2?namespace=own").expect(200);
    stranger.get("/cache/entries/order:1").expect(200);
  }

  private static void put(Client client, String key, String body) {
    client.send("PUT", "/cache/entries/" + key, body).expect(200);
  }

  @Test
  void all_is_cleared_or_one_namespace(LocalCloud cloud) {
    var client = Client.of(cloud, "clearing");
    put(client, "a", "{\"value\":1}");
    put(client, "b", "{\"value\":1,\"namespace\":\"search\"}");

    client.post("/cache/clear?namespace=search", "").expect(200);
    client.get("/cache/entries/a").expect(200);
    client.get("/cache/entries/b?namespace=search").expect(404);

    JsonNode cleared = client.send("POST", "/cache/clear", null).expect(200).body();
    assertThat(cleared.path("message").asText()).isEqualTo("All caches cleared successfully");
    assertThat(client.get("/cache/memory").expect(200).body().path("estimated_entries").asInt(-1))
        .isZero();
    client.get("/cache/entries/a").expect(404);
  }

  @Test
  void statistics_count_every_request_and_a_reset_keeps_the_entries(LocalCloud cloud) {
    var client = Client.of(cloud, "cache-statistics");
    JsonNode nothing = client.get("/cache/stats").expect(200).body();
    assertThat(nothing.path("hits").asInt(-1)).isZero();
    assertThat(nothing.path("hit_rate").isNull()).isTrue();
    put(client, "s", "{\"value\":\"x\"}");
    put(client, "m", "{\"value\":1,\"namespace\":\"metadata\"}");
    for (int i = 0; i < 6; i++) {
      client.get("/cache/entries/s").expect(200);
    }
    client.get("/cache/entries/none").expect(404);
    client.delete("/cache/entries/none").expect(204);

    JsonNode statistics = client.get("/cache/stats").expect(200).body();

    assertThat(statistics.path("hits").asInt()).isEqualTo(6);
    assertThat(statistics.path("misses").asInt()).isEqualTo(1);
    assertThat(statistics.path("sets").asInt()).isEqualTo(2);
    assertThat(statistics.path("deletes").asInt()).isEqualTo(1);
    assertThat(statistics.path("total_requests").asInt()).isEqualTo(7);
    assertThat(statistics.path("hit_rate").asDouble()).isEqualTo(85.71);
    JsonNode result = statistics.path("result_cache");
    assertThat(result.path("hit_rate").asDouble()).isEqualTo(0.8571);
    assertThat(result.path("miss_rate").asDouble()).isEqualTo(0.1429);
    assertThat(result.path("total_entries").asInt()).isEqualTo(1);
    assertThat(result.path("total_size_bytes").asInt()).isPositive();
    assertThat(result.path("avg_access_time_ms").asDouble()).isPositive();
    assertThat(statistics.path("metadata_cache").path("total_entries").asInt()).isEqualTo(1);
    JsonNode memory = client.get("/cache/memory").expect(200).body();
    assertThat(memory.path("estimated_entries").asInt()).isEqualTo(2);
    assertThat(memory.path("estimated_memory_mb").asDouble()).isPositive();

    JsonNode reset = client.delete("/cache/stats").expect(200).body();
    assertThat(reset.path("message").asText()).isEqualTo("Cache statistics cleared successfully");
    assertThat(reset.path("before").path("hits").asInt()).isEqualTo(6);
    JsonNode after = client.get("/cache/stats").expect(200).body();
    assertThat(after.path("hits").asInt(-1)).isZero();
    assertThat(after.path("epoch").asInt()).isEqualTo(1);
    assertThat(after.path("result_cache").path("total_entries").asInt()).isEqualTo(1);
    client.get("/cache/entries/s").expect(200);
  }

  @Test
  void the_products_own_reads_are_cached_among_the_tenants_entries(LocalCloud cloud) {
    var client = Client.of(cloud, "own-reads");
    client.ended(client.submit("noop", "{}"));
    for (int i = 0; i < 20; i++) {
      client.get("/jobs/queue/stats").expect(200);
    }

    JsonNode metadata = client.get("/cache/stats").expect(200).body().path("metadata_cache");

    assertThat(metadata.path("hits").asInt()).isPositive();
    assertThat(metadata.path("hits").asInt() + metadata.path("misses").asInt()).isEqualTo(20);
    assertThat(metadata.path("loads").asInt()).isEqualTo(metadata.path("misses").asInt());
    client.send("PUT", "/cache/entries/headroom:x", "{\"value\":1}").expect(422);
  }

  @Test
  void the_most_asked_and_the_named_are_loaded_into_memory(LocalCloud cloud) {
    var client = Client.of(cloud, "warming");
    put(client, "often", "{\"value\":1}");
    put(client, "once", "{\"value\":1}");
    client.get("/cache/entries/often").expect(200);
    client.get("/cache/entries/often").expect(200);
    client.get("/cache/entries/once").expect(200);

    // What is asked for most is told once a second.
    List<String> top;
    Instant end = Instant.now().plusSeconds(60);
    do {
      client.get("/cache/entries/often").expect(200);
      top =
          client
              .post("/cache/warm", "{\"top\":1}")
              .expect(200)
              .body()
              .path("warmed")
              .findValuesAsText("key");
    } while (top.isEmpty() && Instant.now().isBefore(end));
    assertThat(top).containsExactly("often");
    JsonNode named =
        client.post("/cache/warm", "{\"keys\":[\"once\",\"never\"],\"top\":0}").expect(200).body();
    assertThat(named.path("warmed").findValuesAsText("key")).containsExactly("once");
    assertThat(named.path("missing").findValuesAsText("key")).containsExactly("never");
    client.send("POST", "/cache/warm", null).expect(200);
  }

  @Test
  void sommos_sets_gets_counts_and_clears(LocalCloud cloud) {
    var client = Client.of(cloud, "sommos-cache");
    JsonNode set =
        client
            .post(
                SOMMOS + "/set",
                "{\"key\":\"user_preferences_123\",\"value\":{\"wine_types\":[\"red\"]},\"ttl\":3600000}")
            .expect(200)
            .body();
    assertThat(set.path("data").path("ttl").asInt()).isEqualTo(3_600_000);

    JsonNode got = client.get(SOMMOS + "/get/user_preferences_123").expect(200).body();
    assertThat(got.path("data").path("value").toString()).isEqualTo("{\"wine_types\":[\"red\"]}");
    JsonNode missing = client.get(SOMMOS + "/get/unknown").expect(404).body();
    assertThat(missing.path("success").asBoolean(true)).isFalse();

    JsonNode statistics = client.get(SOMMOS + "/stats").expect(200).body().path("data");
    assertThat(statistics.path("hits").asInt()).isEqualTo(1);
    assertThat(statistics.path("hitRate").asDouble()).isEqualTo(0.5);
    assertThat(statistics.path("size").asInt()).isEqualTo(1);
    assertThat(statistics.path("maxSize").asLong()).isPositive();
    assertThat(statistics.path("utilization").asDouble()).isBetween(0.0, 1.0);
    assertThat(statistics.path("memoryUsage").asLong()).isPositive();

    client.delete(SOMMOS + "/clear").expect(200);
    client.get(SOMMOS + "/get/user_preferences_123").expect(404);
    assertThat(client.get("/cache/entries/user_preferences_123").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT  | /cache/entries/k                | {}                                     | value",
        "PUT  | /cache/entries/k                | {\"value\":1,\"ttl_seconds\":0}        | ttl_seconds",
        "PUT  | /cache/entries/k                | {\"value\":1,\"ttl_seconds\":604801}   | ttl_seconds",
        "PUT  | /cache/entries/k                | {\"value\":1,\"tags\":[\"\"]}          | tags",
        "PUT  | /cache/entries/k                | {\"value\":1,\"tags\":[null]}          | tags",
        "PUT  | /cache/entries/k                | {\"value\":1,\"kind\":\"odd\"}         | kind",
        "PUT  | /cache/entries/k                | {\"value\":1,\"namespace\":\"A b\"}    | namespace",
        "PUT  | /cache/entries/k                | {\"value\":1,\"colour\":1}             | colour",
        "POST | /cache/entries/batch-get        | {\"keys\":[]}                          | keys",
        "POST | /cache/entries/batch-get        | {\"keys\":[\"\"]}                      | key",
        "POST | /cache/entries/batch-get        | {\"keys\":[null]}                      | keys",
        "POST | /cache/warm                     | {\"keys\":[null]}                      | keys",
        "POST | /cache/entries/batch-set        | {\"entries\":[]}                       | entries",
        "POST | /cache/invalidate               | {}                                     | tags",
        "POST | /cache/invalidate               | {\"tags\":[\"\"]}                      | tags",
        "POST | /cache/invalidate               | {\"prefix\":\"\"}                      | prefix",
        "POST | /cache/warm                     | {\"top\":101}                          | top",
        "GET  | /cache/entries/k?namespace=A    |                                        | namespace",
        "GET  | /cache/entries/k?strict=perhaps |                                        | strict",
        "POST | //api/performance/cache/set     | {\"value\":1}                          | key",
        "POST | //api/performance/cache/set     | {\"key\":\"k\",\"value\":1,\"ttl\":0}  | ttl",
      })
  void what_cannot_be_is_422_and_its_field_is_named(
      String method, String path, String body, String field, LocalCloud cloud) {
    assertThat(Client.of(cloud, "bad-cache").send(method, path, body).expect(422).fields())
        .contains(field);
  }

  @Test
  void a_value_that_is_too_large_is_413(LocalCloud cloud) {
    String body = "{\"value\":\"%s\"}".formatted("x".repeat(1_100_000));

    Client.of(cloud, "large-cache").send("PUT", "/cache/entries/k", body).expect(413);
  }

  @Test
  void a_reader_may_not_write(LocalCloud cloud) {
    var reader = Client.of(cloud, "reader", "performance.read");

    reader.send("PUT", "/cache/entries/k", "{\"value\":1}").expect(403);
    reader.delete("/cache/stats").expect(403);
    reader.get("/cache/stats").expect(200);
  }
}
