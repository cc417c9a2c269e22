package dev.headroom.redis;

import com.github.benmanes.caffeine.cache.Ticker;

/** A connection whose breaker goes by a clock that a test moves. */
public final class RedisByClock {
  private RedisByClock() {}

  public static Redis of(RedisSettings settings, Ticker ticker) {
    return new Redis(settings, ticker);
  }
}
