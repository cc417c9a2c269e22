package dev.headroom.local.template;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The HTTP API of the template.
 *
 * @param authorizer who may call a route that is not open
 * @param accessLogFormat a line with {@code $context} variables
 */
public record ApiSpec(
    String id,
    Optional<Authorizer> authorizer,
    Optional<Cors> cors,
    Optional<Throttle> throttle,
    Optional<String> accessLogFormat) {

  /**
   * A JWT authorizer.
   *
   * @param audience what a token's aud (or client_id) must have one of
   */
  public record Authorizer(String name, String issuer, Set<String> audience) {}

  /**
   * Cross-origin rules; lists of {@code *} allow all.
   *
   * @param maxAge seconds that a preflight may be remembered
   */
  public record Cors(
      List<String> origins,
      List<String> methods,
      List<String> headers,
      List<String> exposed,
      Optional<Integer> maxAge,
      boolean credentials) {}

  /**
   * How much is let through.
   *
   * @param rate requests a second
   * @param burst requests at once
   */
  public record Throttle(double rate, int burst) {}
}
