package dev.headroom.local.gateway;

import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.headroom.dialect.Failure;
import dev.headroom.local.lambda.LambdaFunction;
import dev.headroom.local.lambda.Outcome;
import dev.headroom.local.template.ApiSpec;
import dev.headroom.local.template.Trigger;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** API Gateway's HTTP API: finds the route, guards it, and hands the request to its function. */
public final class HttpGateway implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(HttpGateway.class);

  private static final int NOT_ANSWERED = -1;
  private static final int NO_BODY = -1;

  private final ApiSpec api;
  private final Routes routes;
  private final Map<String, LambdaFunction> functions;
  private final EventWriter events;
  private final Optional<JwtAuthorizer> authorizer;
  private final Optional<Cors> cors;
  private final Optional<TokenBucket> throttle;
  private final Optional<AccessLog> accessLog;
  private final InstantSource clock;

  /**
   * A gateway.
   *
   * @param functions by logical id: all that routes lead to
   * @param issuerKeys the public keys of the issuer of tokens
   */
  public HttpGateway(
      ApiSpec api,
      Collection<Trigger.Route> routes,
      Map<String, LambdaFunction> functions,
      JWKSet issuerKeys,
      Optional<AccessLog> accessLog,
      InstantSource clock) {
    this.api = api;
    this.routes = new Routes(routes);
    this.functions = functions;
    this.events = new EventWriter(api.id());
    this.authorizer = api.authorizer().map(spec -> new JwtAuthorizer(spec, issuerKeys, clock));
    this.cors = api.cors().map(Cors::new);
    this.throttle = api.throttle().map(spec -> new TokenBucket(spec, System::nanoTime));
    this.accessLog = accessLog;
    this.clock = clock;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    long start = System.nanoTime();
    try {
      IncomingRequest request = IncomingRequest.of(exchange, clock.instant());
      Reply reply = reply(request, BoundedBody.read(exchange.getRequestBody()));
      Duration latency = Duration.ofNanos(System.nanoTime() - start);
      // First the line, then the answer: whoever has an answer finds its line.
      accessLog.ifPresent(log -> log.write(api.id(), request, reply, latency));
      reply.answer().with("apigw-requestid", request.requestId()).send(exchange);
    } catch (RuntimeException fault) {
      LOG.error("The gateway failed on {}", exchange.getRequestURI(), fault);
      if (exchange.getResponseCode() == NOT_ANSWERED) {
        exchange.getResponseHeaders().clear();
        exchange.sendResponseHeaders(500, NO_BODY);
      }
    } finally {
      exchange.close();
    }
  }

  private Reply reply(IncomingRequest request, Optional<byte[]> body) {
    if (cors.isPresent() && Cors.isPreflight(request)) {
      return Reply.of(cors.get().preflight(request));
    }
    Reply reply =
        body.map(bytes -> routed(request, bytes))
            .orElseGet(() -> refuse(request, Failure.of(413, "The body is larger than 10 MB.")));
    cors.ifPresent(rules -> rules.share(request, reply.answer()));
    return reply;
  }

  private Reply routed(IncomingRequest request, byte[] body) {
    Optional<Routes.Match> match = routes.select(request.method(), request.path());
    if (match.isEmpty()) {
      return refuse(request, Failure.of(404, "There is nothing at this path."));
    }
    Reply reply = guarded(request, body, match.get());
    return reply.on(match.get().route().key());
  }

  private Reply guarded(IncomingRequest request, byte[] body, Routes.Match match) {
    Duration wait = throttle.map(TokenBucket::take).orElse(Duration.ZERO);
    if (wait.isPositive()) {
      return refuse(request, Failure.of(429, "Too many requests at once.").retryAfter(wait));
    }
    return switch (decide(request, match.route())) {
      case Decision.Denied denied ->
          refuse(
              request,
              Failure.of(denied.status(), denied.detail())
                  .with("www-authenticate", denied.challenge()));
      case Decision.Open open -> invoked(request, match, events.write(request, body, match, open));
      case Decision.Allowed allowed ->
          invoked(request, match, events.write(request, body, match, allowed)).by(allowed.claims());
    };
  }

  private Decision decide(IncomingRequest request, Trigger.Route route) {
    return route.scopes().isPresent() && authorizer.isPresent()
        ? authorizer.get().authorize(request.header("authorization"), route.scopes().get())
        : new Decision.Open();
  }

  private Reply invoked(IncomingRequest request, Routes.Match match, byte[] event) {
    LambdaFunction function = functions.get(match.route().function());
    if (function == null) {
      throw new IllegalStateException("A route to a function that was not loaded");
    }
    long start = System.nanoTime();
    Reply reply = answered(request, match.route(), function, event);
    return reply.after(Duration.ofNanos(System.nanoTime() - start));
  }

  private static Reply answered(
      IncomingRequest request, Trigger.Route route, LambdaFunction function, byte[] event) {
    try {
      Outcome outcome =
          function
              .invoke(event, request.traceId())
              .get(route.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return switch (outcome) {
        case Outcome.Succeeded(String payload) ->
            AnswerReader.read(payload)
                .map(Reply::of)
                .orElseGet(() -> refuse(request, Failure.of(500, "Internal server error.")));
        case Outcome.Failed _ -> refuse(request, Failure.of(500, "Internal server error."));
        case Outcome.Throttled _ ->
            refuse(
                request, Failure.of(503, "The service is busy.").retryAfter(Duration.ofSeconds(1)));
        case Outcome.TooLarge _ ->
            refuse(request, Failure.of(413, "The request is larger than 6 MB."));
      };
    } catch (TimeoutException _) {
      // An HTTP API says 503 here, and the function runs on.
      return refuse(
          request, Failure.of(503, "The answer took too long.").retryAfter(Duration.ofSeconds(1)));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return refuse(request, Failure.of(503, "The service is stopping."));
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Reply refuse(IncomingRequest request, Failure failure) {
    return Reply.of(Refusals.answer(request, failure)).because(failure.detail());
  }
}
