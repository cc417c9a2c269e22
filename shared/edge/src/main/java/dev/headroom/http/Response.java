package dev.headroom.http;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A successful answer of a handler.
 *
 * @param status 200 to 304
 * @param body a record to be written in the route's dialect, a {@link Raw} text, or null for none
 * @param headers names in lower case
 */
public record Response(int status, @Nullable Object body, Map<String, String> headers) {
  /** A body that is written as it stands. */
  public record Raw(String contentType, String text) {}

  public static Response ok(Object body) {
    return new Response(200, body, Map.of());
  }

  /** The request goes on; its state is at {@code location}. */
  public static Response accepted(String location, Object body) {
    return new Response(202, body, Map.of("location", location));
  }

  /** The request goes on; its parts can be asked for. */
  public static Response accepted(Object body) {
    return new Response(202, body, Map.of());
  }

  public static Response noContent() {
    return new Response(204, null, Map.of());
  }

  public static Response notModified() {
    return new Response(304, null, Map.of());
  }

  public static Response text(String contentType, String text) {
    return ok(new Raw(contentType, text));
  }

  public Response with(String header, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(header, value);
    return new Response(status, body, Map.copyOf(all));
  }
}
