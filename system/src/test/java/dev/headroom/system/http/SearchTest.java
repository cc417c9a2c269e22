package dev.headroom.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.local.LocalCloud;
import dev.headroom.system.TheCloud;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is stored is found, and by nobody else. */
@ExtendWith(TheCloud.class)
class SearchTest {
  private static String chunk(String id, String text, double confidence, String... categories) {
    String names =
        List.of(categories).stream().map(n -> "\"" + n + "\"").collect(Collectors.joining(","));
    return "{\"chunk_id\":\"%s\",\"chunk_text\":\"%s\",\"confidence_score\":%s,\"categories_matched\":[%s],\"created_at\":\"2026-01-15\"}"
        .formatted(id, text, confidence, names);
  }

  private static void put(Client client, String... chunks) {
    client
        .post("/search/chunks", "{\"chunks\":[%s]}".formatted(String.join(",", chunks)))
        .expect(202);
  }

  private static String of(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static JsonNode search(Client client, String query) {
    return client.get("/search/paginated?" + query).expect(200).body();
  }

  private static int count(Client client, String query) {
    return client.get("/search/lazy/count?" + query).expect(200).body().path("total_count").asInt();
  }

  private static void awaitCount(Client client, String query, int wanted) {
    client.await(
        "/search/lazy/count?" + query,
        answer -> answer.body().path("total_count").asInt() == wanted);
  }

  private static List<String> ids(JsonNode page) {
    return page.path("results").findValuesAsText("chunk_id");
  }

  @Test
  void a_chunk_is_found_counted_suggested_and_gone_when_it_is_deleted(LocalCloud cloud) {
    var client = Client.of(cloud, "search-life");
    assertThat(search(client, "query=anything").path("total_count").asInt()).isZero();
    put(
        client,
        chunk("a", "No warranty whatsoever", 0.9, "Warranty"),
        chunk("b", "Warranties of merchantability", 0.4, "Warranty", "Merchants"));
    awaitCount(client, "query=warranty", 2);

    JsonNode page = search(client, "query=warranty&highlight=true");
    assertThat(ids(page)).containsExactlyInAnyOrder("a", "b");
    assertThat(page.path("metadata").path("facets").path("Warranty").asInt()).isEqualTo(2);
    assertThat(page.toString()).contains("<em>warranty</em>");
    assertThat(ids(search(client, "query=warranty&min_confidence=0.5"))).containsExactly("a");
    assertThat(ids(search(client, "categories=Merchants"))).containsExactly("b");
    assertThat(ids(search(client, "categories=Merchants&categories=Warranty")))
        .containsExactly("a", "b");
    assertThat(count(client, "date_from=2026-01-15&date_to=2026-01-15")).isEqualTo(2);
    assertThat(count(client, "date_to=2026-01-14")).isZero();
    assertThat(client.get("/search/suggestions?query=merch").body().toString())
        .contains("Merchants", "merchantability");
    assertThat(
            search(client, "query=merchantabilty").path("metadata").path("did_you_mean").asText())
        .isEqualTo("merchantability");

    put(client, chunk("a", "Something else", 0.9));
    awaitCount(client, "query=warranty", 1);
    client.delete("/search/chunks/b").expect(204);
    awaitCount(client, "query=warranty", 0);
    assertThat(count(client, "categories=Warranty")).isZero();
    assertThat(client.get("/search/suggestions?query=merch").body().path("suggestions")).isEmpty();
  }

  @Test
  void a_page_is_searched_for_once_until_the_index_changes(LocalCloud cloud) {
    var client = Client.of(cloud, "search-cache");
    put(client, chunk("a", "cached text", 0.9));
    awaitCount(client, "query=cached", 1);
    JsonNode first = search(client, "query=cached").path("metadata");
    JsonNode second = search(client, "query=cached").path("metadata");
    assertThat(first.path("cache_hit").asBoolean()).isFalse();
    assertThat(second.path("cache_hit").asBoolean()).isTrue();
    assertThat(first.path("search_time_ms").asDouble()).isPositive();
    assertThat(
            search(client, "query=cached&per_page=7")
                .path("metadata")
                .path("cache_hit")
                .asBoolean())
        .isFalse();

    put(client, chunk("b", "cached text as well", 0.9));
    awaitCount(client, "query=cached", 2);
    JsonNode third = search(client, "query=cached");
    assertThat(third.path("metadata").path("cache_hit").asBoolean()).isFalse();
    assertThat(third.path("total_count").asInt()).isEqualTo(2);

    search(client, "query=cached");
    put(client, chunk("c", "and a third cached text", 0.9));
    awaitCount(client, "query=cached", 3);
    client.post("/cache/warm", "{\"namespace\":\"search\"}").expect(200);
    JsonNode warmed = search(client, "query=cached");
    assertThat(warmed.path("metadata").path("cache_hit").asBoolean()).isTrue();
    assertThat(warmed.path("total_count").asInt()).isEqualTo(3);
  }

  @Test
  void all_pages_have_each_chunk_once(LocalCloud cloud) {
    var client = Client.of(cloud, "search-pages");
    put(
        client,
        IntStream.range(0, 450)
            .mapToObj(i -> chunk("p" + i, "page text " + i % 10, i % 4 / 4.0, "Page"))
            .toArray(String[]::new));
    awaitCount(client, "categories=Page", 450);
    for (String query : List.of("query=text", "categories=Page")) {
      var byCursor = new ArrayList<String>();
      String cursor = "";
      do {
        JsonNode page = search(client, query + "&per_page=120" + cursor);
        byCursor.addAll(ids(page));
        assertThat(page.path("total_count").asInt()).isEqualTo(450);
        assertThat(page.path("metadata").path("has_next").asBoolean())
            .isEqualTo(page.path("next_cursor").isTextual());
        cursor =
            page.path("next_cursor").isTextual()
                ? "&cursor=" + page.path("next_cursor").asText()
                : "";
      } while (!cursor.isEmpty());
      var byNumber = new ArrayList<String>();
      for (int page = 0; page < 4; page++) {
        byNumber.addAll(ids(search(client, query + "&per_page=120&page=" + page)));
      }
      assertThat(byCursor).hasSize(450).doesNotHaveDuplicates().isEqualTo(byNumber);
    }
  }

  @Test
  void tenants_never_find_each_others(LocalCloud cloud) {
    var one = Client.of(cloud, "search-one");
    var other = Client.of(cloud, "search-other");
    put(one, chunk("s", "confidentialword of one", 0.9, "Onecategory"));
    awaitCount(one, "query=confidentialword", 1);
    put(other, chunk("s", "a text of another", 0.9, "Othercategory"));
    awaitCount(other, "query=text", 1);

    assertThat(count(other, "query=confidentialword")).isZero();
    assertThat(count(other, "")).isEqualTo(1);
    assertThat(search(other, "").path("metadata").path("facets").toString())
        .isEqualTo("{\"Othercategory\":1}");
    assertThat(other.get("/search/suggestions?query=conf").body().path("suggestions")).isEmpty();
    assertThat(other.get("/search/suggestions?query=one").body().path("suggestions")).isEmpty();
    assertThat(
            search(other, "query=confidentialwor").path("metadata").path("did_you_mean").isNull())
        .isTrue();
    other.delete("/search/chunks/s").expect(204);
    awaitCount(other, "", 0);
    assertThat(count(one, "query=confidentialword")).isEqualTo(1);
  }

  @Test
  void what_an_extraction_finds_is_found_and_a_rebuilt_index_has_it_too(LocalCloud cloud) {
    var client = Client.of(cloud, "search-jobs");
    run(
        client,
        """
        {"job_type":"extraction","parameters":{
          "documents":[{"id":"d1","title":"Terms","text":"There is no warranty for the program."}],
          "taxonomy":{"name":"t","categories":[{"name":"Disclaimer","keywords":["warranty"]}]}}}
        """);
    awaitCount(client, "query=warranty&categories=Disclaimer", 1);
    assertThat(search(client, "query=terms").path("results").path(0).path("document_id").asText())
        .isEqualTo("d1");

    JsonNode rebuilt = run(client, "{\"job_type\":\"search_rebuild\"}");
    assertThat(rebuilt.path("chunks").asInt()).isEqualTo(1);
    awaitCount(client, "query=warranty&categories=Disclaimer", 1);
    put(client, chunk("after", "warranty after the rebuild", 0.9));
    awaitCount(client, "query=warranty", 2);
  }

  private static JsonNode run(Client client, String submission) {
    String id = client.post("/jobs/submit", submission).expect(202).text("job_id");
    assertThat(client.ended(id).path("status").asText()).isEqualTo("completed");
    return client.get("/jobs/" + id + "/result").expect(200).body();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/search/paginated?per_page=0          | 422 | per_page",
        "/search/paginated?per_page=201        | 422 | per_page",
        "/search/paginated?page=-1             | 422 | page",
        "/search/paginated?page=2147483647     | 422 | page",
        "/search/paginated?page=x              | 400 | ",
        "/search/paginated?min_confidence=1.1  | 422 | min_confidence",
        "/search/paginated?min_confidence=NaN  | 422 | min_confidence",
        "/search/paginated?min_confidence=high | 400 | ",
        "/search/paginated?date_from=soon      | 422 | date_from",
        "/search/paginated?date_to=2026-02-30  | 422 | date_to",
        "/search/paginated?date_from=2026-02-02&date_to=2026-02-01 | 422 | date_from",
        "/search/paginated?cursor=x            | 422 | cursor",
        "/search/paginated?cursor=x&page=1     | 422 | cursor",
        "/search/paginated?highlight=maybe     | 422 | highlight",
        "/search/lazy/count?per_page=500       | 422 | per_page",
        "/search/suggestions                   | 422 | query",
        "/search/suggestions?query=%20         | 422 | query",
        "/search/suggestions?query=a&limit=51  | 422 | limit",
      })
  void what_cannot_be_is_refused_by_name(
      String path, int status, @Nullable String field, LocalCloud cloud) {
    var answer = Client.of(cloud, "search-bad").get(path).expect(status);
    if (field != null) {
      assertThat(answer.fields()).contains(field);
    }
  }

  @Test
  void whatever_is_written_into_the_search_box_is_answered(LocalCloud cloud) {
    var client = Client.of(cloud, "search-any");
    for (String text :
        List.of("\"", "-", "((", "a AND (b", "\\", "*", "日本 😀", "x".repeat(5_000))) {
      assertThat(search(client, "query=" + of(text)).path("total_count").asInt()).isZero();
    }
    client.get("/search/paginated?query=" + "x".repeat(10_001)).expect(422);
  }
}
