package dev.headroom.http;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.headroom.function.Invocation;
import dev.headroom.function.Invocations;
import dev.headroom.limits.RateLimiter;
import java.util.List;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;

/**
 * A Lambda function behind API Gateway. A subclass is its entry: a constructor that hands over its
 * parts, and nothing else. Takes invocations from several threads at once.
 */
public abstract class HttpFunction
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse>, Resource {
  private final HttpParts parts;
  private final Edge edge;
  private final Invocations invocations;

  /**
   * A function.
   *
   * @param environment the function's environment variables
   */
  protected HttpFunction(HttpParts parts, Map<String, String> environment) {
    this.parts = parts;
    this.edge = new Edge(parts, environment.getOrDefault("TENANT_CLAIM", "tenant"));
    this.invocations = new Invocations(environment, parts.flushes());
  }

  /** The contract that this function answers. */
  public final Routes routes() {
    return parts.routes();
  }

  /** To be called last by a subclass's constructor: SnapStart must not see half an object. */
  protected final void readyForSnapStart() {
    Core.getGlobalContext().register(this);
  }

  @Override
  public final APIGatewayV2HTTPResponse handleRequest(
      APIGatewayV2HTTPEvent event, Context context) {
    String traceId = TraceId.of(event);
    return invocations.run(
        context,
        traceId,
        invocation -> {
          APIGatewayV2HTTPResponse response =
              edge.answer(event, traceId, context::getRemainingTimeInMillis);
          invocation.about(
              new Invocation.Subject.Route(event.getRouteKey(), response.getStatusCode()));
          return response;
        });
  }

  /** Answers the priming requests; an answer that is a refusal has primed as well. */
  public final void prime() {
    primingRequests().forEach(request -> edge.prime(request.event()));
    parts.limiter().ifPresent(RateLimiter::warmUp);
  }

  @Override
  public final void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
    prime();
  }

  @Override
  public final void afterRestore(org.crac.Context<? extends Resource> context) {
    // Nothing is kept here that copies may not share; clients see to their own sockets.
  }

  /** Requests that change nothing and together pass through what a first request will need. */
  protected abstract List<PrimingRequest> primingRequests();
}
