package dev.headroom.http;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.headroom.errors.HeadroomException;
import dev.headroom.limits.RateLimiter;
import dev.headroom.telemetry.Telemetry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.crac.Core;
import org.crac.Resource;

/**
 * A Lambda function behind API Gateway. A subclass is its entry: a constructor that hands over the
 * routes, and nothing else. Takes invocations from several threads at once.
 */
public abstract class HttpFunction
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse>, Resource {
  private final Routes routes;
  private final Optional<RateLimiter> limiter;
  private final Edge edge;
  private final Telemetry telemetry;

  /**
   * A function that needs no other service.
   *
   * @param environment the function's environment variables
   */
  protected HttpFunction(Routes routes, Map<String, String> environment) {
    this(routes, environment, _ -> Optional.empty());
  }

  /**
   * A function that may be failed by what it needs.
   *
   * @param environment the function's environment variables
   * @param outages what an exception says of a service that does not answer, if it does
   */
  protected HttpFunction(
      Routes routes,
      Map<String, String> environment,
      Function<RuntimeException, Optional<HeadroomException>> outages) {
    this(routes, environment, outages, Optional.empty());
  }

  /**
   * A function that may be failed by what it needs, and whose callers may not ask too often.
   *
   * @param environment the function's environment variables
   * @param outages what an exception says of a service that does not answer, if it does
   * @param limiter counts the requests of routes that are limited
   */
  protected HttpFunction(
      Routes routes,
      Map<String, String> environment,
      Function<RuntimeException, Optional<HeadroomException>> outages,
      Optional<RateLimiter> limiter) {
    this.routes = routes;
    this.limiter = limiter;
    this.edge =
        new Edge(routes, environment.getOrDefault("TENANT_CLAIM", "tenant"), outages, limiter);
    this.telemetry = new Telemetry(environment);
  }

  /** The contract that this function answers. */
  public final Routes routes() {
    return routes;
  }

  /** To be called last by a subclass's constructor: SnapStart must not see half an object. */
  protected final void readyForSnapStart() {
    Core.getGlobalContext().register(this);
  }

  @Override
  public final APIGatewayV2HTTPResponse handleRequest(
      APIGatewayV2HTTPEvent event, Context context) {
    String traceId = TraceId.of(event);
    return telemetry.observe(
        context,
        traceId,
        metrics -> {
          APIGatewayV2HTTPResponse response = edge.answer(event, traceId);
          afterInvocation();
          metrics.route(event.getRouteKey(), response.getStatusCode());
          return response;
        });
  }

  /**
   * What is to be done when the answer is ready and before it is given, since the process may be
   * frozen then. Must not fail.
   */
  protected void afterInvocation() {}

  /** Answers the priming requests; an answer that is a refusal has primed as well. */
  public final void prime() {
    primingRequests().forEach(request -> edge.prime(request.event()));
    limiter.ifPresent(RateLimiter::warmUp);
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
