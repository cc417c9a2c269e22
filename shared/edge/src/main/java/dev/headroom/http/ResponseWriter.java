package dev.headroom.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.headroom.dialect.Dialect;
import dev.headroom.dialect.Failure;
import dev.headroom.json.Gzip;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Writes answers in the request's dialect, compressed when that pays and the client takes it. */
final class ResponseWriter {
  /** Below this many bytes, compression costs more than it saves. */
  private static final int MIN_COMPRESSED_BYTES = 1_024;

  private static final String TRACE_HEADER = "x-trace-id";

  private final Dialect dialect;
  private final String traceId;
  private final boolean gzip;
  private Map<String, String> carried = Map.of();

  ResponseWriter(Dialect dialect, String traceId, boolean gzip) {
    this.dialect = dialect;
    this.traceId = traceId;
    this.gzip = gzip;
  }

  /** Headers that every answer has from now on. */
  void carry(Map<String, String> headers) {
    carried = headers;
  }

  APIGatewayV2HTTPResponse write(Response response) throws JsonProcessingException {
    Object body = response.body();
    if (body == null) {
      return write(response.status(), response.headers(), "", "");
    }
    if (body instanceof Response.Raw raw) {
      return write(response.status(), response.headers(), raw.contentType(), raw.text());
    }
    String json = dialect.mapper().writeValueAsString(dialect.success(body));
    return write(response.status(), response.headers(), "application/json", json);
  }

  APIGatewayV2HTTPResponse write(Failure failure, String path) {
    String json = dialect.failure(failure, path, traceId).toString();
    return write(failure.status(), failure.headers(), dialect.failureType(), json);
  }

  private APIGatewayV2HTTPResponse write(
      int status, Map<String, String> more, String contentType, String text) {
    Map<String, String> headers = new HashMap<>(more);
    headers.putAll(carried);
    headers.put(TRACE_HEADER, traceId);
    headers.put("cache-control", more.getOrDefault("cache-control", "no-store"));
    if (!contentType.isEmpty()) {
      headers.put("content-type", contentType);
      headers.put("vary", "accept-encoding");
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    boolean compress = gzip && bytes.length >= MIN_COMPRESSED_BYTES;
    if (compress) {
      headers.put("content-encoding", "gzip");
    }
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(status)
        .withHeaders(headers)
        .withIsBase64Encoded(compress)
        .withBody(compress ? Base64.getEncoder().encodeToString(Gzip.compress(bytes)) : text)
        .build();
  }
}
