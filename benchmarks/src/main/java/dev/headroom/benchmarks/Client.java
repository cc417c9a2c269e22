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
import java.util.concurrent.atomic.AtomicInteger;

/** One tenant's client of the API, over HTTP on the loopback. */
final class Client {
  private static final String BASE = "/api/v1/performance";
  private static final String SOMMOS = "/api/performance";
  private static final String NO_KEY = "";

  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger requests = new AtomicInteger();
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

  /** Requests so far. */
  int requests() {
    return requests.get();
  }

  /** Submits a job, and says its id. */
  String submit(NoopJob job) throws IOException, InterruptedException {
    return submit(job, NO_KEY);
  }

  /** Submits a job under an idempotency key, and says its id. */
  String submit(NoopJob job, String idempotencyKey) throws IOException, InterruptedException {
    var request = post("/jobs/submit", job.json().toString());
    if (!idempotencyKey.equals(NO_KEY)) {
      request.header("idempotency-key", idempotencyKey);
    }
    return id(Json.SNAKE_CASE.readTree(send(request, 202)));
  }

  /** Submits the same job several times in one request, and says their ids. */
  List<String> submitBatch(NoopJob job, int times) throws IOException, InterruptedException {
    ObjectNode body = Json.SNAKE_CASE.createObjectNode();
    var jobs = body.putArray("jobs");
    for (int i = 0; i < times; i++) {
      jobs.add(job.json());
    }
    JsonNode answers =
        Json.SNAKE_CASE
            .readTree(send(post("/jobs/submit/batch", body.toString()), 202))
            .path("jobs");
    List<String> ids = new ArrayList<>();
    for (JsonNode answer : answers) {
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

  void cancel(String id) throws IOException, InterruptedException {
    send(request(BASE + "/jobs/" + id).DELETE(), 200);
  }

  void job(String id) throws IOException, InterruptedException {
    send(request(BASE + "/jobs/" + id).GET(), 200);
  }

  /** Puts an entry, and says whether Redis has it. */
  boolean putEntry(String key, String body) throws IOException, InterruptedException {
    String answer =
        send(
            request(BASE + "/cache/entries/" + key)
                .header("content-type", "application/json")
                .PUT(BodyPublishers.ofString(body)),
            200);
    return Json.SNAKE_CASE.readTree(answer).path("stored").asBoolean();
  }

  /** Reads an entry, and says whether it was found. */
  boolean entry(String key) throws IOException, InterruptedException {
    return found(request(BASE + "/cache/entries/" + key).GET());
  }

  /** The same in SommOS's dialect. */
  boolean value(String key) throws IOException, InterruptedException {
    return found(request(SOMMOS + "/cache/get/" + key).GET());
  }

  private boolean found(HttpRequest.Builder request) throws IOException, InterruptedException {
    requests.incrementAndGet();
    var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200 && response.statusCode() != 404) {
      throw new IOException(
          "%s: %d %s".formatted(response.uri(), response.statusCode(), response.body()));
    }
    return response.statusCode() == 200;
  }

  /** Searches, and says whether the answer was there already. */
  boolean search(String parameters) throws IOException, InterruptedException {
    String answer = send(request(BASE + "/search/paginated?" + parameters).GET(), 200);
    return Json.SNAKE_CASE.readTree(answer).path("metadata").path("cache_hit").asBoolean();
  }

  /** How many chunks can be found; without parameters all are. */
  int count(String parameters) throws IOException, InterruptedException {
    String answer = send(request(BASE + "/search/lazy/count?" + parameters).GET(), 200);
    return Json.SNAKE_CASE.readTree(answer).path("total_count").asInt();
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
    String answer = send(post("/search/chunks", body.toString()), 202);
    if (Json.SNAKE_CASE.readTree(answer).path("rejected").asInt() > 0) {
      throw new IOException("A chunk was not accepted: " + answer);
    }
  }

  void deleteChunk(String id) throws IOException, InterruptedException {
    send(request(BASE + "/search/chunks/" + id).DELETE(), 204);
  }

  void health() throws IOException, InterruptedException {
    send(request("/health").GET(), 200);
  }

  private HttpRequest.Builder post(String path, String body) {
    return request(BASE + path)
        .header("content-type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("authorization", "Bearer " + token);
  }

  private String send(HttpRequest.Builder request, int expected)
      throws IOException, InterruptedException {
    requests.incrementAndGet();
    var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != expected) {
      throw new IOException(
          "%s: %d %s".formatted(response.uri(), response.statusCode(), response.body()));
    }
    return response.body();
  }
}
