package dev.headroom.local.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Reads what a function answers: payload format 2.0. */
final class AnswerReader {
  private AnswerReader() {}

  /** The answer; empty when it is not one. JSON without a status code is itself the body. */
  static Optional<Answer> read(String payload) {
    try {
      JsonNode json = Json.CAMEL_CASE.readTree(payload);
      if (!json.has("statusCode")) {
        byte[] body = payload.getBytes(StandardCharsets.UTF_8);
        return Optional.of(new Answer(200, body).with("content-type", "application/json"));
      }
      int status = json.path("statusCode").asInt(0);
      return status >= 200 && status <= 599 ? Optional.of(answer(status, json)) : Optional.empty();
    } catch (JsonProcessingException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Answer answer(int status, JsonNode json) {
    String text = json.path("body").asText("");
    byte[] body =
        json.path("isBase64Encoded").asBoolean(false)
            ? Base64.getDecoder().decode(text)
            : text.getBytes(StandardCharsets.UTF_8);
    var answer = new Answer(status, body);
    json.path("headers")
        .properties()
        .forEach(header -> header(answer, header.getKey(), header.getValue()));
    json.path("multiValueHeaders")
        .properties()
        .forEach(
            header -> header.getValue().forEach(value -> header(answer, header.getKey(), value)));
    json.path("cookies").forEach(cookie -> answer.with("set-cookie", cookie.asText()));
    if (body.length > 0 && !answer.has("content-type")) {
      answer.with("content-type", "text/plain;charset=UTF-8");
    }
    return answer;
  }

  /** The server itself says how long the answer is, and how the connection goes on. */
  private static void header(Answer answer, String name, JsonNode value) {
    switch (name.toLowerCase(Locale.ROOT)) {
      case "content-length", "transfer-encoding", "connection" -> {}
      default -> answer.with(name, value.asText());
    }
  }
}
