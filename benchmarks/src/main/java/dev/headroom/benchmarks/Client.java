package dev.headroom.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.json.Json;
import dev.headroom.local.LocalCloud;
import dev.headroom.search.Chunk;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One tenant's client of the API, over HTTP on the loopback. */
final class Client {
  private static final String BASE = "/api/v1/performance";
  private static final String SOMMOS = "/api/performance";

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final String tenant;
  private final String token;

  Client(LocalCloud cloud, String tenant) {
    this.url = cloud.url();
    this.tenant = tenant;
    this.token =
        cloud
            .identity()
            .token(
                "benchmark",
                Optional.of(tenant),
                Set.of("performance.read", "performance.write"),
                Duration.ofHours(2));
  }

  String tenant() {
    return tenant;
  }

  /** Submits a job, and returns its id. */
  String submit(NoopJob job) throws IOException, InterruptedException {
    return id(send("POST", BASE + "/jobs/submit", job.json(), 202));
  }

  /** Submits the same job several times in one request, and returns their ids. */
  List<String> submitBatch(NoopJob job, int times) throws IOException, InterruptedException {
    ObjectNode body = Json.SNAKE_CASE.createObjectNode();
    var jobs = body.putArray("jobs");
    for (int i = 0; i < times; i++) {
      jobs.add(job.json());
    }
    List<String> ids = new ArrayList<>();
    for (JsonNode answer : send("POST", BASE + "/jobs/submit/batch", body, 202).path("jobs")) {
      ids.add(id(answer));
    }
    return ids;
  }

  private static String id(JsonNode answer) throws IOException {
    String id = answer.path("job_id").asText();
    if (id.isEmpty()) {
      throw new IOException("A job was not accepted: " + answer);
    }
    return id;
  }

  void job(String id) throws IOException, InterruptedException {
    var _ = send(request(BASE + "/jobs/" + id).GET(), 200);
  }

  /** Puts an entry, and returns whether Redis has it. */
  boolean putEntry(String key, JsonNode entry) throws IOException, InterruptedException {
    return send("PUT", BASE + "/cache/entries/" + key, entry, 200).path("stored").asBoolean();
  }

  /** Reads an entry, and returns whether it was found. */
  boolean entry(String key) throws IOException, InterruptedException {
    return send(request(BASE + "/cache/entries/" + key).GET(), 200, 404).statusCode() == 200;
  }

  /** The same in SommOS's dialect. */
  boolean value(String key) throws IOException, InterruptedException {
    return send(request(SOMMOS + "/cache/get/" + key).GET(), 200, 404).statusCode() == 200;
  }

  /** Searches, and returns whether the answer was there already. */
  boolean search(String parameters) throws IOException, InterruptedException {
    return get("/search/paginated?" + parameters).path("metadata").path("cache_hit").asBoolean();
  }

  /** Returns how many chunks can be found; without parameters all are. */
  int count(String parameters) throws IOException, InterruptedException {
    return get("/search/lazy/count?" + parameters).path("total_count").asInt();
  }

  /** Stores chunks. */
  void putChunks(List<Chunk> chunks) throws IOException, InterruptedException {
    ObjectNode body = Json.SNAKE_CASE.createObjectNode();
    var all = body.putArray("chunks");
    for (Chunk chunk : chunks) {
      all.addObject()
          .put("chunk_id", chunk.id())
          .put("document_id", chunk.documentId().orElse(null))
          .put("chunk_text", chunk.text())
          .put("confidence_score", chunk.confidence())
          .put("created_at", chunk.createdAt().toString())
          .set("categories_matched", Json.SNAKE_CASE.valueToTree(chunk.categories()));
    }
    JsonNode answer = send("POST", BASE + "/search/chunks", body, 202);
    if (answer.path("rejected").asInt() > 0) {
      throw new IOException("A chunk was not accepted: " + answer);
    }
  }

  void deleteChunk(String id) throws IOException, InterruptedException {
    var _ = send(request(BASE + "/search/chunks/" + id).DELETE(), 204);
  }

  void health() throws IOException, InterruptedException {
    var _ = send(request("/health").GET(), 200);
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return Json.SNAKE_CASE.readTree(send(request(BASE + path).GET(), 200).body());
  }

  private JsonNode send(String method, String path, JsonNode body, int expected)
      throws IOException, InterruptedException {
    var request =
        request(path)
            .header("content-type", "application/json")
            .method(method, BodyPublishers.ofString(body.toString()));
    return Json.SNAKE_CASE.readTree(send(request, expected).body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, Integer... expected)
      throws IOException, InterruptedException {
    var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (!List.of(expected).contains(response.statusCode())) {
      throw new IOException(
          "%s: %d %s".formatted(response.uri(), response.statusCode(), response.body()));
    }
    return response;
  }
}
