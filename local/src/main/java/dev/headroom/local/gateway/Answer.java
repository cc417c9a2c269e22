package dev.headroom.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What goes back to the caller. */
final class Answer {
  private static final int NO_BODY = -1;

  private final int status;
  private final byte[] body;
  private final Map<String, List<String>> headers = new TreeMap<>();

  Answer(int status, byte[] body) {
    this.status = status;
    this.body = body;
  }

  int status() {
    return status;
  }

  int length() {
    return body.length;
  }

  Answer with(String header, String value) {
    headers.computeIfAbsent(header.toLowerCase(Locale.ROOT), _ -> new ArrayList<>()).add(value);
    return this;
  }

  void withoutAny(String prefix) {
    headers.keySet().removeIf(name -> name.startsWith(prefix));
  }

  boolean has(String header) {
    return headers.containsKey(header);
  }

  void send(HttpExchange exchange) throws IOException {
    headers.forEach(
        (name, values) -> values.forEach(value -> exchange.getResponseHeaders().add(name, value)));
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) {
      exchange.getResponseHeaders().set("content-length", String.valueOf(body.length));
    }
    boolean bare = head || status == 204 || status == 304 || body.length == 0;
    exchange.sendResponseHeaders(status, bare ? NO_BODY : body.length);
    if (!bare) {
      exchange.getResponseBody().write(body);
    }
  }
}
