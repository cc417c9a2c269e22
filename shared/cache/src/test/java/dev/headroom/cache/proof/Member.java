package dev.headroom.cache.proof;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.headroom.cache.Cache;
import dev.headroom.cache.CacheSettings;
import dev.headroom.cache.Caches;
import dev.headroom.cache.CachesByClock;
import dev.headroom.cache.entry.Codec;
import dev.headroom.cache.statistics.CacheStatistics;
import dev.headroom.redis.Redis;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

/**
 * A process of a made-up fleet, with clocks of its own: the one on the wall is set now and then,
 * the other stands still while the process is frozen.
 */
final class Member {
  static final String TENANT = "acme";
  private static final Codec<String> TEXT = Codec.json(String.class);
  private static final long EPOCH = 1_790_000_000_000L;

  private final int number;
  private final Universe universe;
  private final Random random;
  private final Duration staleness;
  private final Caches caches;
  private final CacheStatistics statistics;
  private final boolean freezes;
  private long slept;
  private long ahead;

  /** Of the operation that is going on. */
  boolean faulty;

  /** Its thread is within a command, and nobody can use its connection. */
  boolean calling;

  private long lastFault = Long.MIN_VALUE / 2;
  long reads;

  Member(int number, Universe universe, Redis redis, Duration staleness, Random random) {
    this.number = number;
    this.universe = universe;
    this.random = random;
    this.staleness = staleness;
    this.freezes = random.nextBoolean();
    CacheSettings settings = CacheSettings.USUAL.withStaleness(staleness);
    InstantSource wall = () -> Instant.ofEpochMilli(wall());
    Ticker monotonic = () -> universe.look() - slept;
    this.caches = CachesByClock.of(settings, redis, wall, monotonic, new Random(random.nextLong()));
    this.statistics = caches.statistics();
  }

  int number() {
    return number;
  }

  View view(String space, boolean strict) {
    Cache<String> cache = caches.cache(TENANT, space, TEXT);
    return new View(this, space, strict, strict ? cache.strict() : cache);
  }

  CacheStatistics statistics() {
    return statistics;
  }

  long staleness() {
    return staleness.toNanos();
  }

  long wall() {
    return EPOCH + universe.now() / 1_000_000 + ahead;
  }

  /** The clock that does not jump. */
  long nanos() {
    return universe.now() - slept;
  }

  private void freeze(Duration time) {
    universe.pass(time);
    slept += time.toNanos();
  }

  /** A clock that was set back while the process was frozen would hide that it was. */
  void disturb() {
    if (freezes) {
      freeze(Duration.ofMillis(random.nextInt(3_000)));
    }
    ahead += random.nextInt(5_000) - (freezes ? 0 : 2_500);
  }

  void fault() {
    faulty = true;
    lastFault = nanos();
  }

  /** Whether it may say that Redis does not answer. */
  boolean mayDoWithoutRedis() {
    return faulty || nanos() - lastFault < Duration.ofSeconds(1).toNanos();
  }

  long ahead() {
    return ahead;
  }
}
