package dev.headroom.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/** The body of what a function answers to API Gateway, which may be compressed. */
public final class AnswerText {
  private AnswerText() {}

  public static String of(JsonNode response) throws IOException {
    String body = response.path("body").asText();
    if (!response.path("isBase64Encoded").booleanValue()) {
      return body;
    }
    byte[] compressed = Base64.getDecoder().decode(body);
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
