package dev.headroom.limits;

import dev.headroom.redis.Redis;
import java.time.InstantSource;
import java.util.Optional;

/** Counts the requests that pass, and lets no more pass than may. */
public interface RateLimiter {
  /** Decides whether a request may pass, and counts it if it may. */
  Decision decide(RouteGroup group, Requester requester);

  /** To be called where nobody waits, as before a snapshot. */
  void warmUp();

  /**
   * One that counts in Redis, for all processes.
   *
   * @param clock what is counted by while Redis does not answer
   * @return empty when the settings say that nothing is limited
   */
  static Optional<RateLimiter> open(RateLimitSettings settings, Redis redis, InstantSource clock) {
    return settings.enabled()
        ? Optional.of(new RedisRateLimiter(settings, redis, new LocalRateLimiter(settings, clock)))
        : Optional.empty();
  }
}
