package dev.headroom.local.gateway;

import dev.headroom.local.template.ApiSpec;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Lets requests through at a steady rate, and a burst at once. */
final class TokenBucket {
  private static final double NANOS = 1e9;

  private final ApiSpec.Throttle throttle;
  private final LongSupplier nanoTime;
  private double tokens;
  private long filledAt;

  TokenBucket(ApiSpec.Throttle throttle, LongSupplier nanoTime) {
    this.throttle = throttle;
    this.nanoTime = nanoTime;
    this.tokens = throttle.burst();
    this.filledAt = nanoTime.getAsLong();
  }

  /** Takes a token; if there is none, says how long it takes until there is. */
  synchronized Duration take() {
    long now = nanoTime.getAsLong();
    double refilled = tokens + (now - filledAt) / NANOS * throttle.rate();
    tokens = Math.min(throttle.burst(), refilled);
    filledAt = now;
    if (tokens >= 1) {
      tokens--;
      return Duration.ZERO;
    }
    return Duration.ofNanos((long) Math.ceil((1 - tokens) / throttle.rate() * NANOS));
  }
}
