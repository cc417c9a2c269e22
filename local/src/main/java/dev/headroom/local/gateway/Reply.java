package dev.headroom.local.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * An answer, and what the access log says about how it came to be.
 *
 * @param routeKey empty when no route matched
 * @param claims of the token, if one was good
 * @param error what the gateway refused, or what went wrong in the function
 * @param integrationLatency how long the function took, if it was invoked
 */
record Reply(
    Answer answer,
    Optional<String> routeKey,
    Map<String, String> claims,
    Optional<String> error,
    Optional<Duration> integrationLatency) {

  static Reply of(Answer answer) {
    return new Reply(answer, Optional.empty(), Map.of(), Optional.empty(), Optional.empty());
  }

  Reply on(String aRouteKey) {
    return new Reply(answer, Optional.of(aRouteKey), claims, error, integrationLatency);
  }

  Reply by(Map<String, String> theClaims) {
    return new Reply(answer, routeKey, theClaims, error, integrationLatency);
  }

  Reply because(String anError) {
    return new Reply(answer, routeKey, claims, Optional.of(anError), integrationLatency);
  }

  Reply after(Duration aLatency) {
    return new Reply(answer, routeKey, claims, error, Optional.of(aLatency));
  }
}
