package dev.headroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import dev.headroom.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeTest {
  enum Colour {
    LIGHT_RED,
    BLUE
  }

  record Line(int quantity, @Nullable String articleName) {
    Line {
      if (quantity < 1) {
        throw new HeadroomException.Invalid("quantity", "must be at least 1");
      }
    }
  }

  record Order(
      @Nullable String customerName,
      @Nullable Colour colour,
      @Nullable List<Line> lines,
      @Nullable JsonNode anything) {}

  record Receipt(int lineCount, Instant orderedAt, Colour colour) {}

  private static final String BASE = "/api/v1/performance";
  private static final String ORDERS = "POST " + BASE + "/orders";

  private final Routes routes =
      Routes.in(Dialect.V1)
          .post("/orders", Scope.WRITE, Order.class, EdgeTest::order)
          .get("/open", Scope.OPEN, request -> Response.ok(Map.of("path", request.path())))
          .get("/admin", Scope.ADMIN, request -> Response.ok(Map.of()))
          .get("/who", Scope.READ, request -> Response.ok(request.caller()))
          .get("/number", Scope.OPEN, request -> Response.ok(request.integer("limit", 5, 1, 10)))
          .get("/since", Scope.OPEN, request -> Response.ok(request.instant("since").isPresent()))
          .get("/colour", Scope.OPEN, request -> Response.ok(request.oneOf("colour", Colour.class)))
          .get("/text", Scope.OPEN, request -> Response.text("text/csv", "a,b"))
          .get("/large", Scope.OPEN, request -> Response.ok(Map.of("text", "long ".repeat(1_000))))
          .get("/missing", Scope.OPEN, EdgeTest::missing)
          .get("/conflict", Scope.OPEN, EdgeTest::conflict)
          .get("/busy", Scope.OPEN, EdgeTest::busy)
          .get("/down", Scope.OPEN, EdgeTest::down)
          .get("/bug", Scope.OPEN, EdgeTest::bug)
          .otherwise(request -> missing(request));

  private final Edge edge = new Edge(routes, "tenant", EdgeTest::outage);

  private static Response order(Request request, Order order) {
    int lines = order.lines() == null ? 0 : order.lines().size();
    return Response.accepted(
        "/orders/1", new Receipt(lines, Instant.parse("2026-01-02T03:04:05.678Z"), Colour.BLUE));
  }

  private static Response missing(Request request) {
    throw new HeadroomException.NotFound("order_id", "There is no such order.");
  }

  private static Response conflict(Request request) {
    throw new HeadroomException.Conflict("The order has been shipped.");
  }

  private static Response busy(Request request) {
    throw new HeadroomException.TooMany("Too many orders.", Duration.ofSeconds(7));
  }

  private static Response bug(Request request) {
    throw new IllegalStateException("jdbc:secret@10.0.0.1");
  }

  private static Response down(Request request) {
    throw new UncheckedIOException(new IOException("connect 10.0.0.1: refused"));
  }

  private static Optional<HeadroomException> outage(RuntimeException failure) {
    return failure instanceof UncheckedIOException
        ? Optional.of(new HeadroomException.Unavailable("Try again.", failure))
        : Optional.empty();
  }

  private APIGatewayV2HTTPResponse answer(AnEvent event) {
    return edge.answer(event.build(), "trace-1");
  }

  private static JsonNode json(APIGatewayV2HTTPResponse response) throws Exception {
    return Json.SNAKE_CASE.readTree(response.getBody());
  }

  private static List<FieldError> errors(APIGatewayV2HTTPResponse response) throws Exception {
    List<FieldError> errors = new ArrayList<>();
    json(response)
        .path("errors")
        .forEach(
            error ->
                errors.add(
                    new FieldError(error.path("field").asText(), error.path("message").asText())));
    return errors;
  }

  @Test
  void v1_answers_the_bare_object_in_snake_case() throws Exception {
    var response = answer(AnEvent.of(ORDERS).body("{\"customer_name\":\"A\",\"lines\":[]}"));

    assertThat(response.getStatusCode()).isEqualTo(202);
    assertThat(response.getHeaders())
        .containsEntry("location", "/orders/1")
        .containsEntry("content-type", "application/json")
        .containsEntry("x-trace-id", "trace-1");
    assertThat(response.getBody())
        .isEqualTo(
            "{\"line_count\":0,\"ordered_at\":\"2026-01-02T03:04:05.678Z\",\"colour\":\"blue\"}");
  }

  @Test
  void sommos_answers_in_an_envelope_and_camel_case() throws Exception {
    Routes sommos =
        Routes.in(Dialect.SOMMOS)
            .post("/orders", Scope.WRITE, Order.class, EdgeTest::order)
            .get("/missing", Scope.OPEN, EdgeTest::missing);
    var edge = new Edge(sommos, "tenant", EdgeTest::outage);

    var good =
        edge.answer(
            AnEvent.of("POST /api/performance/orders")
                .body("{\"customerName\":\"A\",\"lines\":[{\"quantity\":1}]}")
                .build(),
            "t");
    var bad = edge.answer(AnEvent.of("GET /api/performance/missing").build(), "t");

    assertThat(json(good).path("success").booleanValue()).isTrue();
    assertThat(json(good).path("data").path("lineCount").intValue()).isEqualTo(1);
    assertThat(bad.getStatusCode()).isEqualTo(404);
    assertThat(json(bad).path("success").booleanValue()).isFalse();
    assertThat(json(bad).path("error").asText()).isEqualTo("There is no such order.");
  }

  @Test
  void a_refusal_is_a_problem_document() throws Exception {
    var response = answer(AnEvent.of("GET " + BASE + "/missing"));

    assertThat(response.getStatusCode()).isEqualTo(404);
    assertThat(response.getHeaders()).containsEntry("content-type", "application/problem+json");
    assertThat(json(response))
        .isEqualTo(
            Json.SNAKE_CASE.readTree(
                """
                {"type": "about:blank", "title": "Not Found", "status": 404,
                 "detail": "There is no such order.", "instance": "/api/v1/performance/missing",
                 "trace_id": "trace-1",
                 "errors": [{"field": "order_id", "message": "There is no such order."}]}
                """));
  }

  @ParameterizedTest
  @CsvSource({"missing,404", "conflict,409", "busy,429", "bug,500", "down,503"})
  void each_kind_of_refusal_has_its_status(String path, int status) {
    assertThat(answer(AnEvent.of("GET " + BASE + "/" + path)).getStatusCode()).isEqualTo(status);
  }

  @Test
  void too_many_says_when_to_come_back() {
    assertThat(answer(AnEvent.of("GET " + BASE + "/busy")).getHeaders())
        .containsEntry("retry-after", "7");
  }

  @Test
  void a_bug_shows_nothing_of_the_inside() {
    assertThat(answer(AnEvent.of("GET " + BASE + "/bug")).getBody())
        .contains("trace-1")
        .doesNotContain("secret", "10.0.0.1", "Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "{",
        "{\"customer_name\": tru}",
        "{} {}",
        "nonsense",
        "{\"a\":1,\"a\":2}"
      })
  void what_is_not_json_is_400(String body) {
    assertThat(answer(AnEvent.of(ORDERS).body(body)).getStatusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[1,2]", "\"text\"", "7", "null", "true"})
  void json_that_is_no_object_is_422(String body) {
    var response = answer(AnEvent.of(ORDERS).body(body));

    assertThat(response.getStatusCode()).isEqualTo(422);
    assertThat(response.getBody()).contains("must be a JSON object");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"customer\":1}                              | customer              | is not known here",
        "{\"customer_name\":7}                         | customer_name         | must be a string",
        "{\"colour\":\"green\"}                        | colour                | must be one of light_red, blue; got \"green\"",
        "{\"colour\":1}                                | colour                | must be one of light_red, blue; got \"1\"",
        "{\"lines\":{}}                                | lines                 | must be an array",
        "{\"lines\":[{\"quantity\":\"7\"}]}            | lines[0].quantity     | must be a whole number",
        "{\"lines\":[{\"quantity\":1.5}]}              | lines[0].quantity     | must be a whole number",
        "{\"lines\":[{\"quantity\":null}]}             | lines[0].quantity     | must be a whole number",
        "{\"lines\":[{\"quantity\":99999999999}]}      | lines[0].quantity     | must be a whole number",
        "{\"lines\":[{\"quantity\":1},{\"quantity\":0}]}| lines[1].quantity     | must be at least 1",
        "{\"lines\":[{\"quantity\":1,\"article_name\":[]}]}| lines[0].article_name | must be a string",
      })
  void a_value_that_is_not_allowed_is_422_and_named(String body, String field, String message)
      throws Exception {
    var response = answer(AnEvent.of(ORDERS).body(body));

    assertThat(response.getStatusCode()).isEqualTo(422);
    assertThat(errors(response)).containsExactly(new FieldError(field, message));
  }

  @Test
  void a_body_nested_too_deeply_is_400_and_costs_no_stack() {
    String deep = "{\"anything\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    assertThat(answer(AnEvent.of(ORDERS).body(deep)).getStatusCode()).isEqualTo(400);
  }

  @Test
  void a_number_of_a_million_digits_is_400() {
    String body = "{\"lines\":[{\"quantity\":" + "9".repeat(1_000_000) + "}]}";

    assertThat(answer(AnEvent.of(ORDERS).body(body)).getStatusCode()).isEqualTo(400);
  }

  @Test
  void a_base64_body_is_decoded() {
    assertThat(answer(AnEvent.of(ORDERS).base64Body("{\"lines\":[]}")).getStatusCode())
        .isEqualTo(202);
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain,415",
    "application/json; charset=utf-8,202",
    "application/vnd.x+json,202"
  })
  void only_json_is_taken(String contentType, int status) {
    var event = AnEvent.of(ORDERS).header("content-type", contentType).body("{}");

    assertThat(answer(event).getStatusCode()).isEqualTo(status);
  }

  @Test
  void a_token_without_the_scope_is_403_and_no_token_401() {
    assertThat(answer(AnEvent.of(ORDERS).scopes("performance.read").body("{}")).getStatusCode())
        .isEqualTo(403);
    var nobody = answer(AnEvent.of(ORDERS).anonymous().body("{}"));
    assertThat(nobody.getStatusCode()).isEqualTo(401);
    assertThat(nobody.getHeaders()).containsEntry("www-authenticate", "Bearer");
  }

  @Test
  void an_administrator_may_everything() {
    assertThat(answer(AnEvent.of(ORDERS).scopes("performance.admin").body("{}")).getStatusCode())
        .isEqualTo(202);
    assertThat(answer(AnEvent.of("GET " + BASE + "/admin")).getStatusCode()).isEqualTo(403);
  }

  @Test
  void the_tenant_comes_from_its_claim_and_is_default_without() throws Exception {
    var acme =
        answer(AnEvent.of("GET " + BASE + "/who").claim("sub", "me").claim("tenant", "acme"));
    var none = answer(AnEvent.of("GET " + BASE + "/who").claim("sub", "me"));

    assertThat(json(acme).path("tenant").asText()).isEqualTo("acme");
    assertThat(json(none).path("tenant").asText()).isEqualTo("default");
  }

  @Test
  void a_tenant_claim_that_cannot_be_one_is_403() {
    var event = AnEvent.of("GET " + BASE + "/who").claim("tenant", "a b\n");

    assertThat(answer(event).getStatusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({"7,200", "0,422", "11,422", "x,400", "1.5,400", "99999999999,400", "'',200"})
  void a_number_in_the_query_is_parsed_and_bounded(String limit, int status) {
    var event = AnEvent.of("GET " + BASE + "/number").query("limit", limit);

    assertThat(answer(event).getStatusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"since,2026-01-01T00:00:00Z,200", "since,yesterday,400"})
  void an_instant_in_the_query_is_iso_8601(String name, String value, int status) {
    var event = AnEvent.of("GET " + BASE + "/since").query(name, value);

    assertThat(answer(event).getStatusCode()).isEqualTo(status);
  }

  @Test
  void a_choice_in_the_query_is_named_when_wrong() throws Exception {
    var response = answer(AnEvent.of("GET " + BASE + "/colour").query("colour", "green"));

    assertThat(response.getStatusCode()).isEqualTo(422);
    assertThat(errors(response))
        .containsExactly(new FieldError("colour", "must be one of light_red, blue; got \"green\""));
  }

  @Test
  void a_large_answer_is_compressed_when_the_client_takes_it() throws Exception {
    var event = AnEvent.of("GET " + BASE + "/large");
    var plain = answer(event);
    var gzip = answer(event.header("accept-encoding", "br, gzip;q=0.8"));
    var refused = answer(event.header("accept-encoding", "gzip;q=0"));

    assertThat(plain.getIsBase64Encoded()).isFalse();
    assertThat(refused.getIsBase64Encoded()).isFalse();
    assertThat(gzip.getHeaders()).containsEntry("content-encoding", "gzip");
    byte[] compressed = Base64.getDecoder().decode(gzip.getBody());
    assertThat(compressed.length).isLessThan(plain.getBody().length() / 10);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes())
        .asString()
        .isEqualTo(plain.getBody());
  }

  @Test
  void a_small_answer_is_not_compressed() {
    var response = answer(AnEvent.of("GET " + BASE + "/open").header("accept-encoding", "gzip"));

    assertThat(response.getIsBase64Encoded()).isFalse();
    assertThat(response.getHeaders()).doesNotContainKey("content-encoding");
  }

  @Test
  void a_text_is_written_as_it_stands() {
    var response = answer(AnEvent.of("GET " + BASE + "/text"));

    assertThat(response.getBody()).isEqualTo("a,b");
    assertThat(response.getHeaders()).containsEntry("content-type", "text/csv");
  }

  @Test
  void what_no_route_takes_goes_to_the_last() {
    assertThat(answer(AnEvent.of("$default")).getStatusCode()).isEqualTo(404);
  }

  @Test
  void the_trace_id_is_the_root_of_the_xray_header_else_the_request_id() {
    var traced = AnEvent.of(ORDERS).header("x-amzn-trace-id", "Self=1-a;Root=1-5759e988-bd86");
    var strange = AnEvent.of(ORDERS).header("x-amzn-trace-id", "no root");

    assertThat(TraceId.of(traced.build())).isEqualTo("1-5759e988-bd86");
    assertThat(TraceId.of(strange.build())).isEqualTo("request-1");
  }
}
