package dev.headroom.cache;

import dev.headroom.cache.entry.Codec;
import dev.headroom.local.engine.RedisEngine;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A real Redis, and processes that use it: each has a tier of its own, and all one clock. */
final class Fleet implements AutoCloseable {
  private final RedisEngine engine = RedisEngine.start(Optional.empty(), Duration.ofMillis(200));
  private final List<Redis> connections = new ArrayList<>();
  private final Random random = new Random(20_261_120);
  final TestTime time = new TestTime();

  RedisEngine engine() {
    return engine;
  }

  Redis redis() {
    // What a pause of the machine makes of a read is not the matter here.
    var patience = Duration.ofSeconds(20);
    var redis =
        new Redis(new RedisSettings(engine.uri().toString(), patience, patience, Optional.empty()));
    redis.warmUp();
    connections.add(redis);
    return redis;
  }

  Caches process() {
    return process(CacheSettings.USUAL);
  }

  Caches process(CacheSettings settings) {
    return process(settings, redis());
  }

  Caches process(CacheSettings settings, Redis redis) {
    return new Caches(settings, redis, time, time, random);
  }

  static Cache<String> texts(Caches process) {
    return process.cache("acme", "result", TEXT);
  }

  static final Codec<String> TEXT = Codec.json(String.class);

  @Override
  public void close() {
    connections.forEach(Redis::close);
    engine.close();
  }
}
