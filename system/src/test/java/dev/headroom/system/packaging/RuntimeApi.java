package dev.headroom.system.packaging;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Lambda's Runtime API, as far as one function needs it: it hands out events and takes answers.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Runtime API</a>
 */
final class RuntimeApi implements AutoCloseable {
  private static final String PREFIX = "/2018-06-01/runtime/";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** What the function said to an event, or before one. */
  record Answer(boolean good, String body) {}

  private final HttpServer server;
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final CountDownLatch polled = new CountDownLatch(1);

  RuntimeApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(PREFIX + "invocation/next", this::next);
    server.createContext(PREFIX + "invocation/1/response", call -> take(call, true));
    server.createContext(PREFIX + "invocation/1/error", call -> take(call, false));
    server.createContext(PREFIX + "init/error", call -> take(call, false));
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Until the function asks for its first event, or has failed before. */
  void awaitFirstPoll() throws InterruptedException {
    if (!polled.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("The function did not ask for an event");
    }
  }

  Answer invoke(String event) throws InterruptedException {
    events.add(event);
    Answer answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (answer == null) {
      throw new AssertionError("The function did not answer");
    }
    return answer;
  }

  private void next(HttpExchange call) throws IOException {
    polled.countDown();
    try (call) {
      byte[] event = events.take().getBytes(StandardCharsets.UTF_8);
      var headers = call.getResponseHeaders();
      headers.add("Content-Type", "application/json");
      headers.add("Lambda-Runtime-Aws-Request-Id", "1");
      // The client's native part reads it unasked, and crashes where it is missing.
      headers.add("Lambda-Runtime-Trace-Id", "Root=1-0-0;Parent=0;Sampled=0");
      headers.add(
          "Lambda-Runtime-Invoked-Function-Arn",
          "arn:aws:lambda:us-east-1:000000000000:function:packaged");
      headers.add(
          "Lambda-Runtime-Deadline-Ms",
          String.valueOf(System.currentTimeMillis() + PATIENCE.toMillis()));
      call.sendResponseHeaders(200, event.length);
      call.getResponseBody().write(event);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(HttpExchange call, boolean good) throws IOException {
    try (call) {
      String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      call.sendResponseHeaders(202, -1);
      answers.add(new Answer(good, body));
      polled.countDown();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
