package dev.headroom.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpGatewayTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path logs;
  private static GatewayFixture gateway;

  @BeforeAll
  static void start() {
    gateway = new GatewayFixture(logs, Map.of());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static JsonNode event(HttpResponse<String> response) throws Exception {
    assertThat(response.statusCode()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  @Test
  void an_event_has_the_form_of_payload_2_0() throws Exception {
    JsonNode event =
        event(
            gateway.send(
                gateway
                    .request("/items/a%20b%2Fc?x=1&y=%26&x=2&flag")
                    .header("X-Twice", "one")
                    .header("X-Twice", "two")
                    .header("Cookie", "a=1; b=2")
                    .header("User-Agent", "test")));

    assertThat(event.path("version").asText()).isEqualTo("2.0");
    assertThat(event.path("routeKey").asText()).isEqualTo("GET /items/{id}");
    assertThat(event.path("rawPath").asText()).isEqualTo("/items/a b/c");
    assertThat(event.path("rawQueryString").asText()).isEqualTo("x=1&y=%26&x=2&flag");
    assertThat(event.path("cookies")).map(JsonNode::asText).containsExactly("a=1", "b=2");
    assertThat(event.path("headers").path("x-twice").asText()).isEqualTo("one,two");
    assertThat(event.path("headers").path("x-amzn-trace-id").asText())
        .matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24}");
    assertThat(event.path("headers").has("cookie")).isFalse();
    assertThat(event.path("queryStringParameters").toString())
        .isEqualTo("{\"flag\":\"\",\"x\":\"1,2\",\"y\":\"&\"}");
    assertThat(event.path("pathParameters").path("id").asText()).isEqualTo("a b/c");
    assertThat(event.has("body")).isFalse();
    assertThat(event.path("isBase64Encoded").asBoolean(true)).isFalse();

    JsonNode context = event.path("requestContext");
    assertThat(context.path("stage").asText()).isEqualTo("$default");
    assertThat(context.path("routeKey").asText()).isEqualTo("GET /items/{id}");
    assertThat(context.path("apiId").asText()).isEqualTo("Api");
    assertThat(context.path("requestId").asText()).isNotEmpty();
    assertThat(context.path("time").asText())
        .matches("\\d{2}/[A-Z][a-z]{2}/\\d{4}:\\d{2}:\\d{2}:\\d{2} \\+0000");
    assertThat(context.path("timeEpoch").asLong()).isPositive();
    assertThat(context.has("authorizer")).isFalse();
    assertThat(context.path("http").toString())
        .isEqualTo(
            "{\"method\":\"GET\",\"path\":\"/items/a b/c\",\"protocol\":\"HTTP/1.1\","
                + "\"sourceIp\":\"127.0.0.1\",\"userAgent\":\"test\"}");
  }

  @Test
  void the_callers_trace_goes_on() throws Exception {
    String trace = "Root=1-67891233-abcdef012345678912345678";
    JsonNode event = event(gateway.get("/", "X-Amzn-Trace-Id", trace + ";Sampled=1"));
    assertThat(event.path("headers").path("x-amzn-trace-id").asText()).isEqualTo(trace);
  }

  @Test
  void a_body_of_text_comes_as_text_and_any_other_as_base64() throws Exception {
    var json = gateway.request("/").header("content-type", "application/json; charset=utf-8");
    JsonNode text = event(gateway.send(json.POST(BodyPublishers.ofString("{\"ü\":1}"))));
    assertThat(text.path("body").asText()).isEqualTo("{\"ü\":1}");
    assertThat(text.path("isBase64Encoded").asBoolean(true)).isFalse();

    byte[] bytes = {0, 1, -1};
    var binary = gateway.request("/").header("content-type", "application/octet-stream");
    JsonNode encoded = event(gateway.send(binary.POST(BodyPublishers.ofByteArray(bytes))));
    assertThat(Base64.getDecoder().decode(encoded.path("body").asText())).isEqualTo(bytes);
    assertThat(encoded.path("isBase64Encoded").asBoolean()).isTrue();
  }

  @Test
  void a_chunked_body_comes_whole() throws Exception {
    byte[] body = "in chunks".getBytes(StandardCharsets.UTF_8);
    var chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    var request = gateway.request("/").header("content-type", "text/plain").POST(chunked);
    assertThat(event(gateway.send(request)).path("body").asText()).isEqualTo("in chunks");
  }

  @Test
  void the_answer_of_a_function_goes_back_as_it_is() {
    HttpResponse<String> cookies = gateway.get("/behave/cookies");
    assertThat(cookies.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
    assertThat(gateway.get("/behave/binary").body()).hasSize(2);
    assertThat(gateway.get("/behave/nothing").statusCode()).isEqualTo(204);
    assertThat(gateway.get("/behave/plain").headers().firstValue("content-type"))
        .contains("text/plain;charset=UTF-8");
  }

  @Test
  void head_has_the_length_and_no_body() {
    HttpResponse<String> response = gateway.send(gateway.request("/behave/plain").HEAD());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValueAsLong("content-length")).hasValue("plain".length());
    assertThat(response.body()).isEmpty();
  }

  @Test
  void what_goes_wrong_in_a_function_is_500_and_tells_nothing() {
    for (String path :
        new String[] {"/behave/throw", "/brief/hang", "/behave/nonsense", "/behave/huge"}) {
      HttpResponse<String> response = gateway.get(path);
      assertThat(response.statusCode()).as(path).isEqualTo(500);
      assertThat(response.body())
          .as(path)
          .contains("Internal")
          .doesNotContain("secret", "Exception");
      assertThat(response.headers().firstValue("content-type"))
          .contains("application/problem+json");
      assertThat(response.headers().firstValue("x-trace-id")).isPresent();
    }
  }

  @Test
  void a_header_that_would_split_the_answer_is_500() {
    assertThat(gateway.get("/behave/bad-header").statusCode()).isEqualTo(500);
  }

  @Test
  void a_function_that_takes_longer_than_the_route_allows_is_503() {
    HttpResponse<String> response = gateway.get("/impatient/hang");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("retry-after")).contains("1");
  }

  @Test
  void a_refusal_is_written_in_the_dialect_of_its_path() throws Exception {
    JsonNode problem = JSON.readTree(gateway.get("/token").body());
    assertThat(problem.path("status").asInt()).isEqualTo(401);
    assertThat(problem.path("instance").asText()).isEqualTo("/token");
  }

  @Test
  void a_body_over_10_mb_is_413_however_it_is_sent() {
    byte[] body = new byte[10 * 1024 * 1024 + 1];
    assertThat(
            gateway.send(gateway.request("/").POST(BodyPublishers.ofByteArray(body))).statusCode())
        .isEqualTo(413);
    var chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    assertThat(gateway.send(gateway.request("/").POST(chunked)).statusCode()).isEqualTo(413);
  }

  @Test
  void a_body_over_6_mb_is_more_than_a_function_takes() {
    byte[] body = "x".repeat(6 * 1024 * 1024).getBytes(StandardCharsets.UTF_8);
    HttpRequest.Builder request = gateway.request("/").POST(BodyPublishers.ofByteArray(body));
    assertThat(gateway.send(request).statusCode()).isEqualTo(413);
  }

  @Test
  void strange_paths_are_answered() throws Exception {
    for (String path :
        new String[] {"/%ff%fe", "/a//b", "/%2e%2e/etc", "/x?%", "/x?%zz=1&=&&", "//"}) {
      assertThat(raw("GET " + path + " HTTP/1.1")).as(path).startsWith("HTTP/1.1 ");
    }
    assertThat(gateway.get("/items/").body()).contains("\"routeKey\":\"$default\"");
  }

  private static String raw(String requestLine) throws Exception {
    URI url = URI.create(gateway.url());
    try (var socket = new Socket(url.getHost(), url.getPort())) {
      String request = requestLine + "\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void each_request_is_a_line_of_the_access_log() throws Exception {
    gateway.get("/guarded", "authorization", "Bearer " + gateway.token("performance.read"));
    gateway.get("/guarded");
    assertThat(Files.readAllLines(logs.resolve("access.log")))
        .contains(
            "{\"route\":\"GET /guarded\",\"status\":\"200\",\"client\":\"tester\",\"error\":\"-\"}",
            "{\"route\":\"GET /guarded\",\"status\":\"401\",\"client\":\"-\",\"error\":\"A token is needed.\"}");
  }
}
