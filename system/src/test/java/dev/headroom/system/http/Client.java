package dev.headroom.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.json.Json;
import dev.headroom.local.LocalCloud;
import dev.headroom.system.contract.Contract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client of the API in tests. Every answer it gets is held against openapi.yaml, so that each
 * test is a test of the contract as well.
 */
public final class Client {
  public static final String BASE = "/api/v1/performance";
  private static final Contract CONTRACT = Contract.read();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final LocalCloud cloud;
  private final Map<String, String> headers;

  private Client(LocalCloud cloud, Map<String, String> headers) {
    this.cloud = cloud;
    this.headers = headers;
  }

  /** Of a tenant, allowed to read and write. */
  public static Client of(LocalCloud cloud, String tenant) {
    return of(cloud, tenant, "performance.read", "performance.write");
  }

  public static Client of(LocalCloud cloud, String tenant, String... scopes) {
    return of(cloud, tenant, "tests", Set.of(scopes));
  }

  /** One of a tenant's users, allowed to read and write. */
  public static Client ofUser(LocalCloud cloud, String tenant, String user) {
    return of(cloud, tenant, user, Set.of("performance.read", "performance.write"));
  }

  private static Client of(LocalCloud cloud, String tenant, String user, Set<String> scopes) {
    return anonymous(cloud)
        .with(
            "authorization",
            "Bearer "
                + cloud.identity().token(user, Optional.of(tenant), scopes, Duration.ofMinutes(5)));
  }

  public static Client anonymous(LocalCloud cloud) {
    return new Client(cloud, Map.of());
  }

  public Client with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Client(cloud, more);
  }

  /** What came back; the body is null when there is none. */
  public record Answer(int status, JsonNode body, java.net.http.HttpHeaders headers) {
    public Optional<String> header(String name) {
      return headers.firstValue(name);
    }

    public String text(String field) {
      return body.path(field).asText();
    }

    /** The fields that a problem document names. */
    public java.util.List<String> fields() {
      return body.path("errors").findValuesAsText("field");
    }

    public Answer expect(int expected) {
      assertThat(status).as(body.toString()).isEqualTo(expected);
      return this;
    }
  }

  public Answer get(String path) {
    return send("GET", path, null);
  }

  public Answer delete(String path) {
    return send("DELETE", path, null);
  }

  public Answer post(String path, String body) {
    return send("POST", path, body);
  }

  /**
   * Sends a request.
   *
   * @param path below the API's base, or from the root when it begins with two slashes
   */
  public Answer send(String method, String path, @Nullable String body) {
    String whole = path.startsWith("//") ? path.substring(1) : BASE + path;
    var request =
        HttpRequest.newBuilder(URI.create(cloud.url() + whole))
            .timeout(Duration.ofSeconds(60))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (body != null && !headers.containsKey("content-type")) {
      request.header("content-type", "application/json");
    }
    headers.forEach(request::header);
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      JsonNode json =
          response.body().isEmpty()
              ? Json.STORED.nullNode()
              : Json.STORED.readTree(response.body());
      assertThat(
              CONTRACT.faults(
                  method, request.build().uri().getRawPath(), response.statusCode(), json))
          .as("%s %s: %d %s", method, whole, response.statusCode(), json)
          .isEmpty();
      assertThat(response.headers().firstValue("x-trace-id")).isPresent();
      return new Answer(response.statusCode(), json, response.headers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /**
   * Sends a request that may be repeated, again as often as a busy machine answers that it should:
   * at most a minute long, with the pauses that it asks for.
   */
  private Answer served(Supplier<Answer> request) {
    Answer answer = request.get();
    for (int i = 0; answer.status() == 503 && i < 60; i++) {
      try {
        Thread.sleep(Duration.ofSeconds(Long.parseLong(answer.header("retry-after").orElse("1"))));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
      answer = request.get();
    }
    return answer;
  }

  /** Submits a job and says its id. */
  public String submit(String type, String parameters) {
    Client keyed = with("idempotency-key", UUID.randomUUID().toString());
    String body = "{\"job_type\":\"%s\",\"parameters\":%s}".formatted(type, parameters);
    return served(() -> keyed.post("/jobs/submit", body)).expect(202).text("job_id");
  }

  /** The result of a job that has completed. */
  public JsonNode result(String jobId) {
    return served(() -> get("/jobs/" + jobId + "/result")).expect(200).body();
  }

  /** The job when it has ended. */
  public JsonNode ended(String jobId) {
    for (int i = 0; i < 6; i++) {
      JsonNode job = served(() -> get("/jobs/" + jobId + "?wait=20")).expect(200).body();
      if (!job.path("completed_at").isNull()) {
        return job;
      }
    }
    throw new AssertionError("Job " + jobId + " has not ended in two minutes");
  }

  /** The statistics, once they are as wanted: they follow the jobs within seconds. */
  public JsonNode statistics(Predicate<JsonNode> wanted) {
    Instant end = Instant.now().plusSeconds(60);
    JsonNode statistics;
    do {
      statistics = get("/jobs/queue/stats").expect(200).body();
    } while (!wanted.test(statistics) && Instant.now().isBefore(end));
    assertThat(wanted).as(statistics.toString()).accepts(statistics);
    return statistics;
  }

  /** The answer, once it is as wanted: what is searched follows what is stored within seconds. */
  public Answer await(String path, Predicate<Answer> wanted) {
    Instant end = Instant.now().plusSeconds(60);
    Answer answer;
    do {
      answer = get(path).expect(200);
    } while (!wanted.test(answer) && Instant.now().isBefore(end));
    assertThat(wanted).as(answer.body().toString()).accepts(answer);
    return answer;
  }
}
