package dev.headroom.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.aws.AwsClients;
import dev.headroom.local.LocalCloud;
import dev.headroom.search.Chunk;
import dev.headroom.search.ChunkStore;
import dev.headroom.search.SearchSettings;
import dev.headroom.settings.Settings;
import dev.headroom.system.TheCloud;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What is searched, written over HTTP and by jobs. */
@ExtendWith(TheCloud.class)
class SearchWriteTest {
  private static final String TERMS =
      "{\"name\":\"Terms\",\"categories\":[{\"name\":\"Disclaimer\",\"keywords\":[\"warranty\"]},{\"name\":\"Copyleft\"}]}";

  /** The table itself. Its calls are no function's. */
  private static ChunkStore chunks(LocalCloud cloud) {
    Map<String, String> environment = new HashMap<>(cloud.engines().environment("SearchApi"));
    environment.put("AWS_ACCESS_KEY_ID", "test");
    return new ChunkStore(
        new AwsClients(environment).client(DynamoDbClient.builder(), "dynamodb"),
        SearchSettings.read(new Settings(environment)).chunkTable());
  }

  private static JsonNode put(Client client, List<String> chunks) {
    return client
        .post("/search/chunks", "{\"chunks\":[%s]}".formatted(String.join(",", chunks)))
        .expect(202)
        .body();
  }

  private static Chunk one(LocalCloud cloud, String tenant, String id) {
    return chunks(cloud).read(tenant, List.of(id)).values().iterator().next();
  }

  @Test
  void good_chunks_are_stored_and_each_bad_one_says_why(LocalCloud cloud) {
    var client = Client.of(cloud, "chunks");
    Instant before = Instant.now().minus(Duration.ofMinutes(5));

    JsonNode told =
        put(
            client,
            List.of(
                "{\"chunk_id\":\"a\",\"document_id\":\"d\",\"title\":\"T\",\"chunk_text\":\"text 😀\",\"categories_matched\":[\"x\",\"y\",\"x\"],\"confidence_score\":0.25,\"created_at\":\"2024-01-15\"}",
                "{\"chunk_id\":\"b\",\"chunk_text\":\"\",\"confidence_score\":1.5,\"created_at\":\"soon\"}",
                "{\"chunk_text\":\"no id\"}",
                "{\"chunk_id\":7,\"chunk_text\":\"x\"}",
                "{\"chunk_id\":\"c\",\"chunk_text\":\"half \\ud83d\"}",
                "{\"chunk_id\":\"d\",\"chunk_text\":\"x\",\"categories_matched\":[null]}",
                "{\"chunk_id\":\"e\",\"chunk_text\":\"x\",\"colour\":\"red\"}",
                "null",
                "{\"chunk_id\":\"f\",\"chunk_text\":\"offset\",\"created_at\":\"2024-01-15T00:30:00+01:00\"}"));

    assertThat(told.path("accepted").asInt()).isEqualTo(3);
    assertThat(told.path("rejected").asInt()).isEqualTo(6);
    assertThat(told.path("chunks").findValuesAsText("status"))
        .containsExactly(
            "accepted",
            "rejected",
            "accepted",
            "rejected",
            "rejected",
            "rejected",
            "rejected",
            "rejected",
            "accepted");
    assertThat(fields(told, 1)).containsExactly("chunk_text", "confidence_score", "created_at");
    assertThat(fields(told, 3)).containsExactly("chunk_id");
    assertThat(fields(told, 4)).containsExactly("chunk_text");
    assertThat(fields(told, 5)).containsExactly("categories_matched[0]");
    assertThat(fields(told, 6)).containsExactly("colour");
    assertThat(told.at("/chunks/1/chunk_id").asText()).isEqualTo("b");
    assertThat(told.at("/chunks/7/chunk_id").isNull()).isTrue();
    String made = told.at("/chunks/2/chunk_id").asText();
    assertThat(made).matches("chunk_[0-9a-f]{32}");
    assertThat(one(cloud, "chunks", "a"))
        .isEqualTo(
            new Chunk(
                "a",
                Optional.of("d"),
                Optional.of("T"),
                "text 😀",
                List.of("x", "y"),
                0.25,
                Instant.parse("2024-01-15T00:00:00Z")));
    Chunk usual = one(cloud, "chunks", made);
    assertThat(usual.confidence()).isEqualTo(1);
    assertThat(usual.categories()).isEmpty();
    assertThat(usual.createdAt()).isBetween(before, before.plus(Duration.ofMinutes(10)));
    assertThat(one(cloud, "chunks", "f").createdAt())
        .isEqualTo(Instant.parse("2024-01-14T23:30:00Z"));
    assertThat(chunks(cloud).read("chunks", List.of("b", "c", "d", "e"))).isEmpty();
  }

  private static List<String> fields(JsonNode told, int chunk) {
    return told.path("chunks").path(chunk).path("errors").findValuesAsText("field");
  }

  @Test
  void a_thousand_are_stored_at_once_and_replaced_at_once(LocalCloud cloud) {
    var client = Client.of(cloud, "bulk");
    for (String text : List.of("first", "second")) {
      List<String> thousand =
          IntStream.range(0, 1_000)
              .mapToObj(i -> "{\"chunk_id\":\"c%d\",\"chunk_text\":\"%s\"}".formatted(i, text))
              .toList();
      assertThat(put(client, thousand).path("accepted").asInt()).isEqualTo(1_000);
    }

    List<String> ids = IntStream.range(0, 1_000).mapToObj(i -> "c" + i).toList();
    assertThat(chunks(cloud).read("bulk", ids).values())
        .hasSize(1_000)
        .extracting(Chunk::text)
        .containsOnly("second");
  }

  @Test
  void a_thousand_and_one_are_refused_and_none_is_stored(LocalCloud cloud) {
    var client = Client.of(cloud, "too-many");
    String many = "{\"chunk_id\":\"a\",\"chunk_text\":\"x\"},".repeat(1_001);
    String body = "{\"chunks\":[%s]}".formatted(many.substring(0, many.length() - 1));

    assertThat(client.post("/search/chunks", body).expect(422).fields()).containsExactly("chunks");

    assertThat(chunks(cloud).read("too-many", List.of("a"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"chunks\":[]}", "{\"chunks\":null}", "{\"chunks\":{}}"})
  void a_request_without_chunks_is_422(String body, LocalCloud cloud) {
    assertThat(Client.of(cloud, "none").post("/search/chunks", body).expect(422).fields())
        .containsExactly("chunks");
  }

  @Test
  void a_chunk_is_removed_by_its_own_tenant_once(LocalCloud cloud) {
    var client = Client.of(cloud, "removing");
    put(client, List.of("{\"chunk_id\":\"a/ü 1\",\"chunk_text\":\"x\"}"));
    String path = "/search/chunks/a%2F%C3%BC%201";

    assertThat(Client.of(cloud, "stranger").delete(path).expect(404).fields())
        .containsExactly("chunk_id");
    assertThat(chunks(cloud).read("removing", List.of("a/ü 1"))).hasSize(1);
    client.delete(path).expect(204);
    client.delete(path).expect(404);
    assertThat(chunks(cloud).read("removing", List.of("a/ü 1"))).isEmpty();
  }

  @Test
  void a_taxonomy_is_created_replaced_shown_and_removed(LocalCloud cloud) {
    var client = Client.of(cloud, "terms");
    var created = client.send("PUT", "/taxonomies/t-1", TERMS).expect(201);
    assertThat(created.header("location")).hasValue(Client.BASE + "/taxonomies/t-1");
    assertThat(created.body().at("/categories/1/keywords")).isEmpty();

    JsonNode replaced =
        client.send("PUT", "/taxonomies/t-1", TERMS.replace("Terms", "Other")).expect(200).body();

    assertThat(replaced.path("name").asText()).isEqualTo("Other");
    assertThat(replaced.path("created_at")).isEqualTo(created.body().path("created_at"));
    assertThat(client.get("/taxonomies/t-1").expect(200).body()).isEqualTo(replaced);
    client.delete("/taxonomies/t-1").expect(204);
    assertThat(client.delete("/taxonomies/t-1").expect(404).fields())
        .containsExactly("taxonomy_id");
    assertThat(client.get("/taxonomies/t-1").expect(404).fields()).containsExactly("taxonomy_id");
  }

  @Test
  void taxonomies_are_listed_in_pages(LocalCloud cloud) {
    var client = Client.of(cloud, "term-list");
    for (int i = 0; i < 5; i++) {
      client.send("PUT", "/taxonomies/t" + i, TERMS).expect(201);
    }

    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = client.get("/taxonomies?limit=2" + cursor).expect(200).body();
      assertThat(page.path("taxonomies")).hasSizeLessThanOrEqualTo(2);
      ids.addAll(page.path("taxonomies").findValuesAsText("taxonomy_id"));
      cursor = "&cursor=" + page.path("next_cursor").asText();
    } while (!cursor.endsWith("=null"));

    assertThat(ids).containsExactly("t0", "t1", "t2", "t3", "t4");
    JsonNode first = client.get("/taxonomies").expect(200).body().at("/taxonomies/0");
    assertThat(first.path("name").asText()).isEqualTo("Terms");
    assertThat(first.path("categories_count").asInt()).isEqualTo(2);
  }

  @Test
  void another_tenant_sees_no_taxonomy_and_removes_none(LocalCloud cloud) {
    var owner = Client.of(cloud, "term-owner");
    var stranger = Client.of(cloud, "term-stranger");
    owner.send("PUT", "/taxonomies/t", TERMS).expect(201);

    stranger.get("/taxonomies/t").expect(404);
    stranger.delete("/taxonomies/t").expect(404);
    assertThat(stranger.get("/taxonomies").expect(200).body().path("taxonomies")).isEmpty();
    stranger.send("PUT", "/taxonomies/t", TERMS.replace("Terms", "Theirs")).expect(201);

    assertThat(owner.get("/taxonomies/t").expect(200).text("name")).isEqualTo("Terms");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT | /taxonomies/a%2Fb          | {\"name\":\"n\",\"categories\":[{\"name\":\"c\"}]} | taxonomy_id",
        "PUT | /taxonomies/a              | {}                                                 | name",
        "PUT | /taxonomies/a              | {}                                                 | categories",
        "PUT | /taxonomies/a              | {\"name\":\"n\",\"categories\":[null]}             | categories[0]",
        "PUT | /taxonomies/a              | {\"name\":\"n\",\"categories\":[{}]}               | categories[0].name",
        "PUT | /taxonomies/a              | {\"name\":\"n\",\"categories\":[{\"name\":\"c\",\"keywords\":[null]}]} | categories[0].keywords[0]",
        "PUT | /taxonomies/a              | {\"name\":\"n\",\"categories\":[{\"name\":\"c\",\"colour\":1}]} | categories[0].colour",
        "GET | /taxonomies?limit=201      |                                                    | limit",
        "GET | /taxonomies?cursor=nonsense |                                                   | cursor",
      })
  void what_cannot_be_is_422_and_its_field_is_named(
      String method, String path, String body, String field, LocalCloud cloud) {
    assertThat(Client.of(cloud, "bad-search").send(method, path, body).expect(422).fields())
        .contains(field);
  }

  @Test
  void categories_that_no_item_holds_are_413(LocalCloud cloud) {
    var random = new Random(7);
    String categories =
        IntStream.range(0, 200)
            .mapToObj(i -> "{\"name\":\"c%d\",\"keywords\":[%s]}".formatted(i, noise(random)))
            .collect(Collectors.joining(","));

    Client.of(cloud, "huge-terms")
        .send("PUT", "/taxonomies/t", "{\"name\":\"n\",\"categories\":[%s]}".formatted(categories))
        .expect(413);
  }

  private static String noise(Random random) {
    return random
        .longs(200)
        .mapToObj(
            number ->
                "\"" + Long.toString(number, 36) + Long.toString(random.nextLong(), 36) + "\"")
        .collect(Collectors.joining(","));
  }

  @Test
  void a_reader_may_not_write_and_a_writer_may_not_read(LocalCloud cloud) {
    var reader = Client.of(cloud, "reader", "performance.read");
    var writer = Client.of(cloud, "reader", "performance.write");

    reader.post("/search/chunks", "{\"chunks\":[{\"chunk_text\":\"x\"}]}").expect(403);
    reader.delete("/search/chunks/a").expect(403);
    reader.send("PUT", "/taxonomies/t", TERMS).expect(403);
    reader.delete("/taxonomies/t").expect(403);
    writer.get("/taxonomies").expect(403);
    reader.get("/taxonomies").expect(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"123", "\"123\""})
  void an_extraction_reads_a_stored_taxonomy_and_leaves_what_it_found(
      String taxonomyId, LocalCloud cloud) {
    var client = Client.of(cloud, "extracting");
    client.send("PUT", "/taxonomies/123", TERMS);
    String parameters =
        "{\"taxonomy_id\":%s,\"documents\":[{\"id\":\"zlib\",\"title\":\"Z\",\"text\":\"There is no warranty.\",\"created_at\":\"2024-02-30\"}]}"
            .formatted(taxonomyId);

    JsonNode job = client.ended(client.submit("extraction", parameters));

    assertThat(job.path("status").asText()).isEqualTo("completed");
    JsonNode found =
        client
            .get("/jobs/" + job.path("job_id").asText() + "/result")
            .expect(200)
            .body()
            .at("/chunks/0");
    Chunk chunk = one(cloud, "extracting", found.path("chunk_id").asText());
    assertThat(chunk.text()).isEqualTo(found.path("chunk_text").asText());
    assertThat(chunk.documentId()).hasValue("zlib");
    assertThat(chunk.title()).hasValue("Z");
    assertThat(chunk.categories()).containsExactly("Disclaimer");
    assertThat(chunk.confidence()).isEqualTo(found.path("confidence_score").asDouble());
    client.delete("/search/chunks/" + chunk.id()).expect(204);
  }

  @Test
  void an_extraction_leaves_nothing_when_told_so(LocalCloud cloud) {
    var client = Client.of(cloud, "unindexed");
    client.send("PUT", "/taxonomies/t", TERMS).expect(201);
    String parameters =
        "{\"taxonomy_id\":\"t\",\"index\":false,\"documents\":[{\"id\":\"a\",\"text\":\"No warranty.\"}]}";

    assertThat(client.ended(client.submit("extraction", parameters)).path("status").asText())
        .isEqualTo("completed");

    assertThat(chunks(cloud).read("unindexed", List.of("a_1"))).isEmpty();
  }

  @Test
  void an_unknown_taxonomy_fails_the_job_in_words(LocalCloud cloud) {
    var client = Client.of(cloud, "unknown-terms");
    Client.of(cloud, "knows").send("PUT", "/taxonomies/theirs", TERMS).expect(201);

    JsonNode job =
        client.ended(
            client.submit(
                "extraction", "{\"taxonomy_id\":\"theirs\",\"documents\":[{\"text\":\"a\"}]}"));

    assertThat(job.path("status").asText()).isEqualTo("failed");
    assertThat(job.path("error").asText()).contains("There is no taxonomy \"theirs\"");
    assertThat(job.path("attempts").asInt()).isEqualTo(1);
  }
}
