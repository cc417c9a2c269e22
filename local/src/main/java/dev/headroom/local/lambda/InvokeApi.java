package dev.headroom.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.headroom.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lambda's Invoke, by which functions call each other: as in
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html. Any qualifier stands for the
 * function as it is. An event that fails or is throttled is logged and not repeated.
 */
public final class InvokeApi implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(InvokeApi.class);

  private static final Pattern PATH = Pattern.compile("/2015-03-31/functions/([^/]+)/invocations");

  /** What comes before and after the name in all that a caller may call a function. */
  private static final Pattern NAME = Pattern.compile("(?:.*function:|[0-9]+:)?([^:]+)(?::[^:]+)?");

  /** What Lambda takes as an event that nobody waits for, in bytes. */
  private static final int MAX_EVENT = 1024 * 1024;

  private static final int NO_BODY = -1;

  private final Map<String, LambdaFunction> functions;
  private final InstantSource clock;

  /**
   * The API of functions.
   *
   * @param functions by name
   */
  public InvokeApi(Map<String, LambdaFunction> functions, InstantSource clock) {
    this.functions = functions;
    this.clock = clock;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("x-amzn-requestid", UUID.randomUUID().toString());
      // Read to its end, however long it is: a client that is still sending sees no answer.
      byte[] body = exchange.getRequestBody().readNBytes(LambdaFunction.MAX_PAYLOAD + 1);
      exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      answer(exchange, body.length == 0 ? bytes("{}") : body);
    }
  }

  private void answer(HttpExchange exchange, byte[] event) throws IOException {
    var path = PATH.matcher(exchange.getRequestURI().getRawPath());
    if (!path.matches() || !exchange.getRequestMethod().equals("POST")) {
      refuse(exchange, 404, "UnknownOperationException", "Only Invoke is supported here.");
      return;
    }
    String called = URLDecoder.decode(path.group(1), StandardCharsets.UTF_8);
    Optional<LambdaFunction> function = find(called);
    String type = header(exchange, "x-amz-invocation-type").orElse("RequestResponse");
    int most = type.equals("Event") ? MAX_EVENT : LambdaFunction.MAX_PAYLOAD;
    if (function.isEmpty()) {
      refuse(exchange, 404, "ResourceNotFoundException", "Function not found: " + called);
    } else if (event.length > most) {
      String sentence =
          "Request must be smaller than %d bytes for the InvokeFunction operation".formatted(most);
      refuse(exchange, 413, "RequestTooLargeException", sentence);
    } else if (!isJson(event)) {
      String sentence = "Could not parse request body into json";
      refuse(exchange, 400, "InvalidRequestContentException", sentence);
    } else {
      invoke(exchange, function.get(), type, event);
    }
  }

  private Optional<LambdaFunction> find(String called) {
    var name = NAME.matcher(called);
    return name.matches() ? Optional.ofNullable(functions.get(name.group(1))) : Optional.empty();
  }

  private void invoke(HttpExchange exchange, LambdaFunction function, String type, byte[] event)
      throws IOException {
    String trace = TraceId.of(header(exchange, "x-amzn-trace-id").orElse(null), clock.instant());
    switch (type) {
      case "RequestResponse" -> {
        exchange.getResponseHeaders().set("x-amz-executed-version", "$LATEST");
        send(exchange, function.invoke(event, trace).join());
      }
      case "Event" -> {
        var _ = function.invoke(event, trace);
        exchange.sendResponseHeaders(202, NO_BODY);
      }
      case "DryRun" -> exchange.sendResponseHeaders(204, NO_BODY);
      default ->
          refuse(
              exchange, 400, "InvalidParameterValueException", "There is no such invocation type.");
    }
  }

  private static void send(HttpExchange exchange, Outcome outcome) throws IOException {
    switch (outcome) {
      case Outcome.Succeeded(String payload) -> send(exchange, 200, bytes(payload));
      case Outcome.Failed failed -> {
        exchange.getResponseHeaders().set("x-amz-function-error", "Unhandled");
        var error =
            Json.CAMEL_CASE
                .createObjectNode()
                .put("errorMessage", failed.errorMessage())
                .put("errorType", failed.errorType());
        send(exchange, 200, bytes(error.toString()));
      }
      case Outcome.Throttled _ ->
          refuse(exchange, 429, "TooManyRequestsException", "Rate Exceeded.");
      case Outcome.TooLarge _ ->
          throw new IllegalStateException("A size that was looked at before");
    }
  }

  private static boolean isJson(byte[] event) {
    try {
      Json.STORED.readTree(event);
      return true;
    } catch (JsonProcessingException _) {
      return false;
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Optional<String> header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  private static void refuse(HttpExchange exchange, int status, String type, String message)
      throws IOException {
    LOG.warn("An invocation was refused: {}", message);
    exchange.getResponseHeaders().set("x-amzn-errortype", type);
    var error = Json.CAMEL_CASE.createObjectNode().put("Type", "User").put("Message", message);
    send(exchange, status, bytes(error.toString()));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? NO_BODY : body.length);
    exchange.getResponseBody().write(body);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
