package dev.headroom.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Counts what passes through this process alone. It knows a bounded number of callers; who is
 * forgotten for that begins anew.
 */
final class LocalRateLimiter implements RateLimiter {
  private static final int MAX_CALLERS = 10_000;

  /** Caffeine takes note of an access only when the one before it is over a second ago. */
  private static final Duration ACCESS_TOLERANCE = Duration.ofSeconds(2);

  private final RateLimitSettings settings;
  private final InstantSource clock;
  private final Cache<Counted, Window> windows;

  private record Counted(RouteGroup group, Requester requester) {}

  LocalRateLimiter(RateLimitSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.windows =
        Caffeine.newBuilder()
            .maximumSize(MAX_CALLERS)
            .expireAfterAccess(settings.longestWindow().plus(ACCESS_TOLERANCE))
            .ticker(() -> micros() * 1_000)
            .build();
  }

  @Override
  public Decision decide(RouteGroup group, Requester requester) {
    return windows
        .get(new Counted(group, requester), _ -> new Window())
        .admit(settings.limit(group), micros());
  }

  private long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }

  @Override
  public void warmUp() {
    // There is nothing to connect to.
  }

  /** How many callers are known. */
  long callers() {
    windows.cleanUp();
    return windows.estimatedSize();
  }
}
