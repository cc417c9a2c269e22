package dev.headroom.http;

import dev.headroom.dialect.Dialect;
import dev.headroom.limits.RouteGroup;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A function's public contract, to be read on one screen. API Gateway selects the route, by the
 * same templates in template.yaml, so that here a lookup by its key is enough.
 */
public final class Routes {
  private final Map<String, Route> byKey = new LinkedHashMap<>();
  private final Dialect dialect;
  private Optional<RouteGroup> group = Optional.empty();

  private Routes(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Routes whose paths are written without the dialect's base. */
  public static Routes in(Dialect dialect) {
    return new Routes(dialect);
  }

  /** Limits the routes that are added from now on, except those that name a group of their own. */
  public Routes limitedBy(RouteGroup usual) {
    group = Optional.of(usual);
    return this;
  }

  public Routes get(String path, Scope scope, Route.Handler handler) {
    return add("GET", dialect.base() + path, scope, group, handler);
  }

  /** A GET that is counted with others than the routes around it. */
  public Routes get(String path, Scope scope, RouteGroup own, Route.Handler handler) {
    return add("GET", dialect.base() + path, scope, Optional.of(own), handler);
  }

  public Routes delete(String path, Scope scope, Route.Handler handler) {
    return add("DELETE", dialect.base() + path, scope, group, handler);
  }

  public <B> Routes post(String path, Scope scope, Class<B> body, Route.BodyHandler<B> handler) {
    return add("POST", path, scope, body, request -> handler.handle(request, request.body(body)));
  }

  public <B> Routes put(String path, Scope scope, Class<B> body, Route.BodyHandler<B> handler) {
    return add("PUT", path, scope, body, request -> handler.handle(request, request.body(body)));
  }

  /** A POST whose body may be left out: then it is as if it were empty. */
  public <B> Routes postMaybe(
      String path, Scope scope, Class<B> body, Route.BodyHandler<B> handler) {
    return add(
        "POST", path, scope, body, request -> handler.handle(request, request.bodyOrNone(body)));
  }

  /** A POST without a body. */
  public Routes post(String path, Scope scope, Route.Handler handler) {
    return add("POST", dialect.base() + path, scope, group, handler);
  }

  /** These and others, which may be of another dialect. */
  public Routes and(Routes others) {
    others.byKey.values().forEach(this::add);
    return this;
  }

  /** A GET whose path stands outside the dialect's base, and that nobody counts. */
  public Routes getRoot(String path, Scope scope, Route.Handler handler) {
    return add("GET", path, scope, Optional.empty(), handler);
  }

  /** Adds the route that answers when no other route of the whole API does. */
  public Routes otherwise(Route.Handler handler) {
    return add("ANY", "$default", Scope.OPEN, Optional.empty(), handler);
  }

  public Collection<Route> all() {
    return Collections.unmodifiableCollection(byKey.values());
  }

  Optional<Route> find(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  private Routes add(
      String method,
      String path,
      Scope scope,
      Optional<RouteGroup> counted,
      Route.Handler handler) {
    return add(new Route(method, path, scope, Optional.empty(), counted, handler));
  }

  private Routes add(
      String method, String path, Scope scope, Class<?> body, Route.Handler handler) {
    return add(new Route(method, dialect.base() + path, scope, Optional.of(body), group, handler));
  }

  private Routes add(Route route) {
    if (byKey.put(route.key(), route) != null) {
      throw new IllegalStateException("Two routes for " + route.key());
    }
    return this;
  }
}
