package dev.headroom.cache.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.cache.clock.DualClock;
import dev.headroom.cache.entry.Namespace;
import dev.headroom.cache.remote.RedisKeys;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisUnavailable;
import io.lettuce.core.ScoredValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The keys of a namespace that are requested most, in a sorted set in Redis. */
final class TopKeys {
  private static final Duration REPORTED_EVERY = Duration.ofSeconds(1);

  private final Redis redis;
  private final Supplier<? extends Iterable<NamespaceCounters>> counters;
  private final DualClock clock;
  private final AtomicLong reported;

  TopKeys(Redis redis, Supplier<? extends Iterable<NamespaceCounters>> counters, DualClock clock) {
    this.redis = redis;
    this.counters = counters;
    this.clock = clock;
    this.reported = new AtomicLong(clock.nanos());
  }

  /** Reports once a second, however often it is called: this is no matter of each request. */
  void reportIfDue() {
    long now = clock.nanos();
    long before = reported.get();
    if (now - before >= REPORTED_EVERY.toNanos() && reported.compareAndSet(before, now)) {
      report();
    }
  }

  /** Reports which keys were requested in this process; what is not answered is lost. */
  void report() {
    try {
      for (NamespaceCounters each : counters.get()) {
        Map<String, Long> requested = each.requestedKeys().take();
        if (!requested.isEmpty()) {
          add(each.namespace(), requested);
        }
      }
    } catch (RedisUnavailable _) {
      // The order of the keys that are requested most does not depend on a second.
    }
  }

  private void add(Namespace namespace, Map<String, Long> requested) throws RedisUnavailable {
    byte[] key = key(namespace);
    redis.call(
        commands -> {
          var calls = new ArrayList<CompletableFuture<?>>();
          requested.forEach(
              (name, times) ->
                  calls.add(
                      commands.zincrby(key, times, name.getBytes(UTF_8)).toCompletableFuture()));
          calls.add(
              commands
                  .zremrangebyrank(key, 0, -CacheStatistics.MAX_TOP_KEYS - 1)
                  .toCompletableFuture());
          return CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new));
        });
  }

  /** Returns the names that are requested most, the most requested first. */
  List<String> first(Namespace namespace, int atMost) throws RedisUnavailable {
    byte[] key = key(namespace);
    List<ScoredValue<byte[]>> top =
        redis.call(commands -> commands.zrevrangeWithScores(key, 0, atMost - 1L));
    return top == null
        ? List.of()
        : top.stream().map(name -> new String(name.getValue(), UTF_8)).toList();
  }

  private static byte[] key(Namespace namespace) {
    return RedisKeys.bytes(RedisKeys.slot(namespace) + "top");
  }
}
