package dev.headroom.worker.faults;

import dev.headroom.aws.AwsCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;

/**
 * A request that the SDK gave up waiting for, and that arrives after all: some router had kept it.
 */
record LateCopy(HttpRequest request) {
  /** What the HTTP client sets itself. */
  private static final Set<String> NOT_COPIED = Set.of("host", "content-length", "connection");

  static LateCopy of(AwsCall call) {
    try (var in = call.body().orElseThrow().contentStreamProvider().newStream()) {
      var http = call.httpRequest().orElseThrow();
      var copy =
          HttpRequest.newBuilder(http.getUri())
              .POST(HttpRequest.BodyPublishers.ofByteArray(in.readAllBytes()));
      http.headers()
          .forEach(
              (name, values) -> {
                if (!NOT_COPIED.contains(name.toLowerCase(Locale.ROOT))) {
                  values.forEach(value -> copy.header(name, value));
                }
              });
      return new LateCopy(copy.build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has it arrive; nobody reads its answer. */
  void arrive() throws InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var _ = http.send(request, HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
