package dev.headroom.local.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.headroom.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Answers with the very bytes of its event. */
public final class Echo implements RequestStreamHandler {
  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    var answer = Json.CAMEL_CASE.createObjectNode();
    answer.put("statusCode", 200);
    answer.put("body", new String(input.readAllBytes(), StandardCharsets.UTF_8));
    answer.putObject("headers").put("content-type", "application/json");
    Json.CAMEL_CASE.writeValue(output, answer);
  }
}
