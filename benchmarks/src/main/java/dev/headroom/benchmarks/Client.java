package dev.headroom.benchmarks;

import dev.headroom.json.Json;
import dev.headroom.local.LocalCloud;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** One tenant's client of the API, over HTTP on the loopback. */
final class Client {
  private static final String BASE = "/api/v1/performance";
  private static final HttpRequest.BodyPublisher JOB =
      HttpRequest.BodyPublishers.ofString(
          """
          {"job_type":"noop","parameters":{"note":"What does a job cost?"}}""");

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final String token;

  Client(LocalCloud cloud, String tenant) {
    this.url = cloud.url();
    this.token =
        cloud
            .identity()
            .token(
                "benchmark",
                Optional.of(tenant),
                Set.of("performance.read", "performance.write"),
                Duration.ofHours(2));
  }

  /** Submits a job that does nothing, and says its id. */
  String submit() throws IOException, InterruptedException {
    var request =
        request(BASE + "/jobs/submit").header("content-type", "application/json").POST(JOB);
    return Json.SNAKE_CASE.readTree(send(request, 202)).path("job_id").asText();
  }

  void job(String id) throws IOException, InterruptedException {
    send(request(BASE + "/jobs/" + id).GET(), 200);
  }

  void health() throws IOException, InterruptedException {
    send(request("/health").GET(), 200);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("authorization", "Bearer " + token);
  }

  private String send(HttpRequest.Builder request, int expected)
      throws IOException, InterruptedException {
    var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != expected) {
      throw new IOException(
          "%s: %d %s".formatted(response.uri(), response.statusCode(), response.body()));
    }
    return response.body();
  }
}
