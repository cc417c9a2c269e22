package dev.headroom.system;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * Headroom over HTTP, as any client would use it: when it asks too fast it waits as it is told, and
 * what may be asked twice is asked again when a busy machine took too long.
 */
final class Api {
  private static final int TOO_MANY = 429;
  private static final String RETRY_AFTER = "retry-after";
  private static final String IDEMPOTENCY_KEY = "idempotency-key";
  private static final int ATTEMPTS = 5;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final String token;

  Api(String url, String clientId) throws IOException, InterruptedException {
    this.url = url;
    var request =
        HttpRequest.newBuilder(URI.create(url + "/oauth/token"))
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "grant_type=client_credentials&client_id=" + clientId))
            .build();
    this.token = json(send(request)).path("access_token").asText();
  }

  String url() {
    return url;
  }

  String token() {
    return token;
  }

  /** An answer; its body is null when there is none. */
  record Answer(int status, JsonNode body, Optional<String> etag) {}

  Answer get(String path, Optional<String> seen) throws IOException, InterruptedException {
    var request = request(path).GET();
    seen.ifPresent(tag -> request.header("if-none-match", tag));
    return answer(request.build());
  }

  Answer post(String path, JsonNode body) throws IOException, InterruptedException {
    return answer(posted(path, body).build());
  }

  /** As {@link #post(String, JsonNode)}; what has this key already is not done again. */
  Answer post(String path, JsonNode body, String idempotencyKey)
      throws IOException, InterruptedException {
    return answer(posted(path, body).header(IDEMPOTENCY_KEY, idempotencyKey).build());
  }

  private HttpRequest.Builder posted(String path, JsonNode body) {
    return request(path)
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + "/api/v1/performance" + path))
        .header("authorization", "Bearer " + token);
  }

  private Answer answer(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = send(request);
    for (int i = 1; response.statusCode() >= 500 && i < ATTEMPTS && mayBeRepeated(request); i++) {
      response = send(request);
    }
    while (response.statusCode() == TOO_MANY) {
      Thread.sleep(Duration.ofSeconds(response.headers().firstValueAsLong(RETRY_AFTER).orElse(1)));
      response = send(request);
    }
    if (response.statusCode() >= 400) {
      throw new IOException(
          "%s %s: %d %s"
              .formatted(
                  request.method(),
                  request.uri(),
                  response.statusCode(),
                  json(response).path("detail").asText()));
    }
    return new Answer(response.statusCode(), json(response), response.headers().firstValue("etag"));
  }

  private static boolean mayBeRepeated(HttpRequest request) {
    return request.method().equals("GET")
        || request.headers().firstValue(IDEMPOTENCY_KEY).isPresent();
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return response.body().isEmpty()
        ? Json.SNAKE_CASE.nullNode()
        : Json.STORED.readTree(response.body());
  }
}
