package dev.headroom.local.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.headroom.local.lambda.TraceId;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A request, without its body.
 *
 * @param path as it was sent, percent-encoded
 * @param query as it was sent, without the question mark; empty when there is none
 * @param headers names in lower case; the values of one name joined by a comma
 * @param traceId such as {@code 1-67891233-abcdef012345678912345678}
 */
record IncomingRequest(
    String method,
    String path,
    String query,
    Map<String, String> headers,
    List<String> cookies,
    String sourceIp,
    String protocol,
    String requestId,
    String traceId,
    Instant time) {

  static IncomingRequest of(HttpExchange exchange, Instant now) {
    URI uri = exchange.getRequestURI();
    Map<String, String> headers = headers(exchange.getRequestHeaders());
    String traceId = TraceId.of(headers.get("x-amzn-trace-id"), now);
    String host = exchange.getRemoteAddress().getAddress().getHostAddress();
    headers.put("x-amzn-trace-id", "Root=" + traceId);
    headers.putIfAbsent("x-forwarded-for", host);
    headers.put("x-forwarded-proto", "http");
    headers.put("x-forwarded-port", String.valueOf(exchange.getLocalAddress().getPort()));
    String cookies = Objects.requireNonNullElse(headers.remove("cookie"), "");
    return new IncomingRequest(
        exchange.getRequestMethod(),
        Objects.requireNonNullElse(uri.getRawPath(), "/"),
        Objects.requireNonNullElse(uri.getRawQuery(), ""),
        headers,
        Arrays.stream(cookies.split("; ?|, ?", -1)).filter(cookie -> !cookie.isEmpty()).toList(),
        host,
        exchange.getProtocol(),
        UUID.randomUUID().toString(),
        traceId,
        now);
  }

  private static Map<String, String> headers(Headers sent) {
    var headers = new LinkedHashMap<String, String>();
    sent.forEach(
        (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    // What comes in chunks is handed over whole.
    headers.remove("transfer-encoding");
    return headers;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
