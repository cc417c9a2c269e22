package dev.headroom.http;

import dev.headroom.limits.RouteGroup;
import java.util.Optional;

/**
 * One line of a function's contract.
 *
 * @param method upper case
 * @param path the whole template, such as {@code /api/v1/performance/jobs/{id}}
 * @param scope what the token must allow
 * @param body the record that the JSON body is bound to, if the route takes one
 * @param group the routes whose requests are counted with its own; empty when nobody counts
 * @param handler answers a request, or throws a HeadroomException to refuse it
 */
public record Route(
    String method,
    String path,
    Scope scope,
    Optional<Class<?>> body,
    Optional<RouteGroup> group,
    Handler handler) {

  /** Answers a request. */
  @FunctionalInterface
  public interface Handler {
    Response handle(Request request);
  }

  /** Answers a request with a body. */
  @FunctionalInterface
  public interface BodyHandler<B> {
    Response handle(Request request, B body);
  }

  /** Returns the key by which API Gateway names the route. */
  public String key() {
    return method.equals("ANY") ? path : method + " " + path;
  }
}
