package dev.headroom.worker.invoke;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.headroom.aws.AwsClients;
import dev.headroom.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Lambda's Invoke, with whatever a test wants to come of a call.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a>
 */
public final class TestLambda implements AutoCloseable {
  public static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:thumbnails";

  private static final String BEFORE = "/2015-03-31/functions/";
  private static final String AFTER = "/invocations";

  /** What comes of a call. */
  public sealed interface Reply {
    /** The function answered. */
    record Answered(String json) implements Reply {}

    /** The function threw. */
    record Threw(String json) implements Reply {}

    /** Lambda refused. */
    record Refused(int status, String code) implements Reply {}

    /** The connection breaks. */
    record Lost() implements Reply {}
  }

  /** A function. */
  public interface Function {
    Reply called(JsonNode event) throws InterruptedException;
  }

  /** What came. */
  public record Call(String function, JsonNode event) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
  private volatile Function function = _ -> new Reply.Answered("{\"result\": {}}");

  public TestLambda() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Has the function do something else. */
  public TestLambda doing(Function other) {
    function = other;
    calls.clear();
    return this;
  }

  /** Has the function answer so, call after call. */
  public TestLambda answering(String... answers) {
    List<String> rest = Collections.synchronizedList(new ArrayList<>(List.of(answers)));
    return doing(_ -> new Reply.Answered(rest.removeFirst()));
  }

  public List<Call> calls() {
    return List.copyOf(calls);
  }

  public AwsClients clients() {
    return clients(server.getAddress().getPort());
  }

  static AwsClients clients(int port) {
    return new AwsClients(
        Map.of(
            "AWS_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", "test",
            "AWS_SECRET_ACCESS_KEY", "test",
            "AWS_ENDPOINT_URL_LAMBDA", "http://127.0.0.1:" + port));
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    String name =
        URLDecoder.decode(path.substring(BEFORE.length(), path.length() - AFTER.length()), UTF_8);
    JsonNode event = Json.STORED.readTree(exchange.getRequestBody().readAllBytes());
    calls.add(new Call(name, event));
    try {
      switch (function.called(event)) {
        case Reply.Answered(String json) -> send(exchange, 200, json);
        case Reply.Threw(String json) -> {
          exchange.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
          send(exchange, 200, json);
        }
        case Reply.Refused(int status, String code) -> {
          exchange.getResponseHeaders().set("x-amzn-ErrorType", code);
          send(exchange, status, "{\"Message\": \"arn:aws:sts::123456789012:assumed-role/x\"}");
        }
        case Reply.Lost _ -> {}
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
