package dev.headroom.http;

import static dev.headroom.http.Orders.BASE;
import static dev.headroom.http.Orders.ORDERS;
import static dev.headroom.http.Orders.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.json.Json;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How answers and refusals look, in both dialects. */
class EdgeTest {
  private final Orders orders = new Orders();

  @Test
  void v1_answers_the_bare_object_in_snake_case() throws Exception {
    var response = orders.answer(AnEvent.of(ORDERS).body("{\"customer_name\":\"A\",\"lines\":[]}"));

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
    var response =
        orders.answer(
            AnEvent.of("POST /api/performance/orders")
                .body("{\"customerName\":\"A\",\"lines\":[{\"quantity\":1}]}"));

    assertThat(json(response).path("success").booleanValue()).isTrue();
    assertThat(json(response).path("data").path("lineCount").intValue()).isEqualTo(1);
  }

  @Test
  void sommos_refuses_in_an_envelope() throws Exception {
    var response = orders.answer(AnEvent.of("GET /api/performance/missing"));

    assertThat(response.getStatusCode()).isEqualTo(404);
    assertThat(json(response).path("success").booleanValue()).isFalse();
    assertThat(json(response).path("error").asText()).isEqualTo("There is no such order.");
  }

  @Test
  void a_refusal_is_a_problem_document() throws Exception {
    var response = orders.get("/missing");

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
    assertThat(orders.get("/" + path).getStatusCode()).isEqualTo(status);
  }

  @Test
  void too_many_says_when_to_come_back() {
    assertThat(orders.get("/busy").getHeaders()).containsEntry("retry-after", "7");
  }

  @Test
  void a_bug_shows_nothing_of_the_inside() {
    assertThat(orders.get("/bug").getBody())
        .contains("trace-1")
        .doesNotContain("secret", "10.0.0.1", "Exception");
  }

  @Test
  void a_large_answer_is_compressed_when_the_client_takes_it() throws Exception {
    var event = AnEvent.of("GET " + BASE + "/large");
    var plain = orders.answer(event);
    var gzip = orders.answer(event.header("accept-encoding", "br, gzip;q=0.8"));
    var refused = orders.answer(event.header("accept-encoding", "gzip;q=0"));

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
    var response =
        orders.answer(AnEvent.of("GET " + BASE + "/open").header("accept-encoding", "gzip"));

    assertThat(response.getIsBase64Encoded()).isFalse();
    assertThat(response.getHeaders()).doesNotContainKey("content-encoding");
  }

  @Test
  void a_text_is_written_as_it_stands() {
    var response = orders.get("/text");

    assertThat(response.getBody()).isEqualTo("a,b");
    assertThat(response.getHeaders()).containsEntry("content-type", "text/csv");
  }

  @Test
  void what_no_route_takes_goes_to_the_last() {
    assertThat(orders.answer(AnEvent.of("$default")).getStatusCode()).isEqualTo(404);
  }
}
