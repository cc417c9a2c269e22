package dev.headroom.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.headroom.dialect.Dialect;
import dev.headroom.dialect.Failure;
import dev.headroom.errors.HeadroomException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything between API Gateway's event and a route's handler, and back: the caller, the rate
 * limit, the body, the dialect, refusals, compression. Nothing that a handler throws leaves it but
 * as a {@link Failure}.
 */
final class Edge {
  private static final Logger LOG = LoggerFactory.getLogger(Edge.class);

  private final Routes routes;
  private final String tenantClaim;
  private final Function<RuntimeException, Optional<HeadroomException>> outages;
  private final Throttle throttle;

  Edge(HttpParts parts, String tenantClaim) {
    this.routes = parts.routes();
    this.tenantClaim = tenantClaim;
    this.outages = parts.outages();
    this.throttle = new Throttle(parts.limiter());
  }

  /**
   * Answers a request.
   *
   * @param millisLeft says how long Lambda lets the invocation run on, from now
   */
  APIGatewayV2HTTPResponse answer(
      APIGatewayV2HTTPEvent event, String traceId, IntSupplier millisLeft) {
    return answer(event, traceId, millisLeft, throttle);
  }

  /** Answers a request that nobody made, and that nobody counts. */
  void prime(APIGatewayV2HTTPEvent event) {
    var _ = answer(event, "priming", () -> 0, new Throttle(Optional.empty()));
  }

  private APIGatewayV2HTTPResponse answer(
      APIGatewayV2HTTPEvent event, String traceId, IntSupplier millisLeft, Throttle limits) {
    String path = Optional.ofNullable(event.getRawPath()).orElse("/");
    Dialect dialect = Dialect.of(path);
    var writer = new ResponseWriter(dialect, traceId, acceptsGzip(event));
    try {
      Route route = route(event);
      Caller caller = Caller.of(event, tenantClaim).orElseGet(Caller::nobody);
      if (!caller.may(route.scope())) {
        // API Gateway has refused these already; a route that was deployed without its authorizer
        // must not be open for that.
        return writer.write(refusal(caller, route.scope()), path);
      }
      Optional<Throttle.Verdict> verdict = limits.check(route, caller, event);
      verdict.map(Throttle.Verdict::headers).ifPresent(writer::carry);
      verdict.ifPresent(Throttle.Verdict::enforce);
      return writer.write(
          route.handler().handle(new Request(event, caller, traceId, dialect, millisLeft)));
    } catch (FailedRequest e) {
      return writer.write(e.failure(), path);
    } catch (HeadroomException e) {
      return writer.write(Failure.of(e), path);
    } catch (JsonProcessingException e) {
      return writer.write(bug(event, e), path);
    } catch (RuntimeException e) {
      return writer.write(outages.apply(e).map(Failure::of).orElseGet(() -> bug(event, e)), path);
    }
  }

  private static Failure bug(APIGatewayV2HTTPEvent event, Exception e) {
    LOG.error("Unexpected failure at {}", event.getRouteKey(), e);
    return Failure.of(
        500, "Something failed on our side. Name the trace id when you ask for help.");
  }

  private Route route(APIGatewayV2HTTPEvent event) {
    String key = event.getRouteKey();
    return routes
        .find(key)
        .orElseThrow(
            () -> new IllegalStateException("template.yaml sends what is no route: " + key));
  }

  private static Failure refusal(Caller caller, Scope scope) {
    return caller.scopes().isEmpty()
        ? Failure.of(401, "A valid token is needed.").with("www-authenticate", "Bearer")
        : Failure.of(
            403, "The token allows none of: %s.".formatted(String.join(", ", scope.accepted())));
  }

  private static boolean acceptsGzip(APIGatewayV2HTTPEvent event) {
    return Optional.ofNullable(event.getHeaders())
        .map(headers -> headers.get("accept-encoding"))
        .filter(
            encodings -> encodings.matches("(?i).*\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$)).*"))
        .isPresent();
  }
}
