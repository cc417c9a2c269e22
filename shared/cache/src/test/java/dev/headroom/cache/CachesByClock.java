package dev.headroom.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.headroom.redis.Redis;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** A process's caches that go by clocks that a test moves, each by itself. */
public final class CachesByClock {
  private CachesByClock() {}

  public static Caches of(
      CacheSettings settings,
      Redis redis,
      InstantSource wall,
      Ticker monotonic,
      RandomGenerator random) {
    return new Caches(settings, redis, wall, monotonic, random);
  }
}
