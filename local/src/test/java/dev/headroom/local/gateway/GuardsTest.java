package dev.headroom.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardsTest {
  @TempDir static Path logs;
  private static GatewayFixture gateway;

  @BeforeAll
  static void start() {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "origin");
    gateway = new GatewayFixture(logs, Map.of());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void a_guarded_route_asks_for_a_token_with_a_scope() {
    HttpResponse<String> without = gateway.get("/guarded");
    assertThat(without.statusCode()).isEqualTo(401);
    assertThat(without.headers().firstValue("www-authenticate")).contains("Bearer");
    assertThat(guarded("performance.write").statusCode()).isEqualTo(403);
    assertThat(guarded("performance.read").statusCode()).isEqualTo(200);
    assertThat(guarded("performance.read").body())
        .contains(
            "\"client_id\":\"tester\"", "\"tenant\":\"acme\"", "\"scopes\":[\"performance.read\"]");
  }

  private static HttpResponse<String> guarded(String scope) {
    return gateway.get("/guarded", "authorization", "Bearer " + gateway.token(scope));
  }

  @Test
  void a_route_without_scopes_asks_for_a_token_only() {
    assertThat(gateway.get("/token").statusCode()).isEqualTo(401);
    HttpResponse<String> with = gateway.get("/token", "authorization", gateway.token());
    assertThat(with.statusCode()).isEqualTo(200);
    assertThat(with.body()).contains("\"scopes\":null");
  }

  @Test
  void a_preflight_is_answered_by_the_gateway_even_for_a_guarded_route() {
    HttpResponse<String> response = preflight("https://app.example");
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.headers().map())
        .containsEntry("access-control-allow-origin", List.of("https://app.example"))
        .containsEntry("access-control-allow-methods", List.of("GET,POST"))
        .containsEntry("access-control-allow-headers", List.of("authorization"))
        .containsEntry("access-control-max-age", List.of("600"));
  }

  private static HttpResponse<String> preflight(String origin) {
    return gateway.send(
        gateway
            .request("/guarded")
            .header("origin", origin)
            .header("access-control-request-method", "GET")
            .method("OPTIONS", BodyPublishers.noBody()));
  }

  @Test
  void an_answer_is_shared_with_allowed_origins_alone_refusals_too() {
    HttpResponse<String> refused = gateway.get("/guarded", "origin", "https://app.example");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("access-control-allow-origin"))
        .contains("https://app.example");
    assertThat(refused.headers().firstValue("access-control-expose-headers")).contains("etag");
    assertThat(preflight("https://evil.example").headers().map())
        .doesNotContainKey("access-control-allow-origin");
    assertThat(gateway.get("/behave/own-cors", "origin", "https://evil.example").headers().map())
        .doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void too_many_requests_are_429_and_told_when_to_come_again(@TempDir Path elsewhere) {
    try (var small = new GatewayFixture(elsewhere, Map.of("Burst", "2"))) {
      var statuses = IntStream.range(0, 3).mapToObj(_ -> small.get("/behave/plain")).toList();
      assertThat(statuses).map(HttpResponse::statusCode).containsExactly(200, 200, 429);
      assertThat(statuses.getLast().headers().firstValueAsLong("retry-after").orElseThrow())
          .isBetween(1L, 100L);
      assertThat(statuses.getLast().headers().firstValue("content-type"))
          .contains("application/problem+json");
    }
  }
}
