package dev.headroom.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.headroom.dialect.Failure;
import dev.headroom.errors.HeadroomException;
import dev.headroom.limits.Decision;
import dev.headroom.limits.RateLimiter;
import dev.headroom.limits.Requester;
import dev.headroom.limits.RouteGroup;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds requests against the rate limit of their route, and says so as
 * draft-ietf-httpapi-ratelimit-headers-10 has it: q requests in w seconds, of which r remain; in t
 * seconds there is one more.
 */
final class Throttle {
  private static final Logger LOG = LoggerFactory.getLogger(Throttle.class);

  private final Optional<RateLimiter> limiter;

  Throttle(Optional<RateLimiter> limiter) {
    this.limiter = limiter;
  }

  /** What came of a request that is limited. */
  record Verdict(RouteGroup group, Decision decision) {
    /** What every answer to the request carries; no number that nobody knows. */
    Map<String, String> headers() {
      String policy =
          "\"%s\";q=%d;w=%d"
              .formatted(
                  group.policy(),
                  decision.limit().requests(),
                  decision.limit().window().toSeconds());
      return switch (decision) {
        case Decision.Passed passed ->
            headers(policy, passed.remaining(), Failure.seconds(passed.more()));
        case Decision.Refused refused -> headers(policy, 0, Failure.seconds(refused.more()));
        case Decision.Uncounted _, Decision.Closed _ -> Map.of("ratelimit-policy", policy);
      };
    }

    private Map<String, String> headers(String policy, int remaining, long more) {
      String limit = "\"%s\";r=%d;t=%d".formatted(group.policy(), remaining, more);
      return Map.of("ratelimit-policy", policy, "ratelimit", limit);
    }

    /**
     * Refuses what may not pass.
     *
     * @throws HeadroomException.TooMany when too many have passed
     * @throws HeadroomException.Unavailable when nobody knows how many have
     */
    void enforce() {
      switch (decision) {
        case Decision.Passed _, Decision.Uncounted _ -> {
          // It goes on to the route's handler.
        }
        case Decision.Refused refused -> {
          Duration window = refused.limit().window();
          throw new HeadroomException.TooMany(
              "No more than %d such requests are answered in %d seconds. Try again in %d."
                  .formatted(
                      refused.limit().requests(),
                      window.toSeconds(),
                      Failure.seconds(refused.more())),
              refused.more());
        }
        case Decision.Closed _ ->
            throw new HeadroomException.Unavailable(
                "Requests cannot be counted at the moment, and are not answered uncounted. Try"
                    + " again in a moment.");
      }
    }
  }

  /** Counts a request; empty when its route is not limited, or counting fails. */
  Optional<Verdict> check(Route route, Caller caller, APIGatewayV2HTTPEvent event) {
    return limiter.flatMap(
        counts -> route.group().flatMap(group -> verdict(counts, group, requester(caller, event))));
  }

  private static Optional<Verdict> verdict(
      RateLimiter limiter, RouteGroup group, Requester requester) {
    try {
      return Optional.of(new Verdict(group, limiter.decide(group, requester)));
    } catch (RuntimeException e) {
      LOG.error("A request could not be counted", e);
      return Optional.empty();
    }
  }

  /** The user, or, without one, the address that the gateway saw. */
  private static Requester requester(Caller caller, APIGatewayV2HTTPEvent event) {
    if (!caller.subject().isEmpty()) {
      return Requester.user(caller.tenant(), caller.subject());
    }
    String address =
        Optional.ofNullable(event.getRequestContext())
            .map(APIGatewayV2HTTPEvent.RequestContext::getHttp)
            .map(APIGatewayV2HTTPEvent.RequestContext.Http::getSourceIp)
            .orElse("unknown");
    return Requester.address(caller.tenant(), address);
  }
}
