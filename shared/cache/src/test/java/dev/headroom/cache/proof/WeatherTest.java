package dev.headroom.cache.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cache.Cache;
import dev.headroom.cache.CacheSettings;
import dev.headroom.cache.Caches;
import dev.headroom.cache.entry.Codec;
import dev.headroom.cache.entry.Key;
import dev.headroom.cache.statistics.CacheStatistics;
import dev.headroom.cache.statistics.NamespaceStatistics;
import dev.headroom.errors.HeadroomException;
import dev.headroom.local.engine.RedisEngine;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisSettings;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Redis is killed, stopped, slow, cut off: reads go on, none serves what it must not, and all is
 * well again by itself.
 */
class WeatherTest {
  private static final Codec<String> TEXT = Codec.json(String.class);

  /** Three tries, until nobody tries any more, take a second; the rest is for the machine. */
  private static final Duration LONGEST_READ = Duration.ofSeconds(20);

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final RedisEngine engine = RedisEngine.start(Optional.empty(), Duration.ofMillis(300));
  private final Cable cable = new Cable(engine.uri());
  private final Redis redis = new Redis(RedisSettings.of(cable.uri().toString()));
  private final Redis others = new Redis(RedisSettings.of(engine.uri().toString()));
  private final Caches caches = caches(redis);
  private final Cache<String> cache = caches.cache("acme", "result", TEXT);
  private final Cache<String> there = caches(others).cache("acme", "result", TEXT);
  private final CacheStatistics statistics = caches.statistics();
  private final AtomicLong loads = new AtomicLong();
  private final AtomicLong source = new AtomicLong();
  private long reads;

  private static Caches caches(Redis redis) {
    return new Caches(CacheSettings.USUAL, redis, InstantSource.system(), new SecureRandom());
  }

  @AfterEach
  void close() throws IOException {
    redis.close();
    others.close();
    cable.close();
    engine.close();
  }

  private String load() {
    loads.incrementAndGet();
    return String.valueOf(source.get());
  }

  /** A strict read, which must serve what the source says now. */
  private void read() {
    long begin = System.nanoTime();
    reads++;
    String found = cache.strict().getOrLoad(cache.key("a"), this::load);
    assertThat(found).isEqualTo(String.valueOf(source.get()));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONGEST_READ);
  }

  /** Tries until it is acknowledged; reads go on meanwhile. */
  private void invalidate(Cache<String> by) {
    source.incrementAndGet();
    await(
        () -> {
          try {
            by.invalidatePrefix("a");
            return true;
          } catch (HeadroomException.Unavailable _) {
            return false;
          }
        });
  }

  private static void await(Callable<Boolean> condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!condition.call()) {
        assertThat(System.nanoTime()).as("patience").isLessThan(end);
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Redis is asked again, and what it holds is served. */
  private void awaitRecovery() {
    await(() -> cache.put(cache.key("well"), "well"));
    long before = loads.get();
    await(
        () -> {
          long loadsBefore = loads.get();
          read();
          return loads.get() == loadsBefore;
        });
    assertThat(loads.get() - before).isLessThan(50);
  }

  private void signal(String name) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + name, String.valueOf(engine.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private void checkCounts() {
    await(() -> statistics.of("acme").isPresent());
    NamespaceStatistics counted =
        Optional.ofNullable(statistics.of("acme").orElseThrow().namespaces().get("result"))
            .orElseThrow();
    assertThat(counted.requests()).isEqualTo(reads);
    assertThat(counted.loads()).isEqualTo(loads.get());
  }

  @Test
  void killed_and_replaced_by_an_empty_one() throws Exception {
    read();
    ProcessHandle.of(engine.pid()).orElseThrow().destroyForcibly();
    for (int i = 0; i < 20; i++) {
      read();
    }
    invalidate(cache);
    read();
    awaitRecovery();
    invalidate(there);
    read();
    checkCounts();
  }

  @Test
  void stopped_for_a_second() throws Exception {
    read();
    signal("STOP");
    long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    while (System.nanoTime() < end) {
      read();
    }
    signal("CONT");
    invalidate(cache);
    read();
    awaitRecovery();
    checkCounts();
  }

  @Test
  void slower_than_anybody_waits() {
    read();
    cable.delay(Duration.ofMillis(400));
    for (int i = 0; i < 5; i++) {
      read();
      invalidate(there);
    }
    cable.delay(Duration.ofMillis(20));
    awaitRecovery();
    read();
    invalidate(there);
    read();
    checkCounts();
  }

  @Test
  void cut_in_the_middle_of_an_answer() {
    read();
    for (int bytes = 1; bytes < 60; bytes += 25) {
      cable.cutAfter(bytes);
      read();
      read();
      invalidate(there);
      read();
      await(() -> cache.put(cache.key("well"), "well"));
    }
    awaitRecovery();
    checkCounts();
  }

  @Test
  void a_connection_that_is_dead_and_does_not_know_is_replaced() {
    read();
    cable.goDead();
    for (int i = 0; i < 10; i++) {
      read();
    }
    awaitRecovery();
    checkCounts();
  }

  @Test
  void many_readers_while_it_dies_and_comes_back() throws Exception {
    int threads = 50;
    long end = System.nanoTime() + Duration.ofMillis(2_500).toNanos();
    List<Callable<Long>> readers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Key key = cache.key("busy:" + i % 5);
      readers.add(
          () -> {
            long count = 0;
            while (System.nanoTime() < end) {
              assertThat(cache.getOrLoad(key, this::load)).isEqualTo("0");
              count++;
            }
            return count;
          });
    }
    long count = 0;
    try (var pool = Executors.newFixedThreadPool(threads)) {
      List<Future<Long>> going = new ArrayList<>();
      readers.forEach(reader -> going.add(pool.submit(reader)));
      await(() -> loads.get() >= 5);
      ProcessHandle.of(engine.pid()).orElseThrow().destroyForcibly();
      for (Future<Long> each : going) {
        count += each.get();
      }
    }
    System.out.printf("%d reads and %d loads while Redis died%n", count, loads.get());
    // Five keys, each loaded once in a second at the most, and again when the new Redis is empty.
    assertThat(loads.get()).isLessThan(100);
    reads = count;
    await(() -> cache.put(cache.key("well"), "well"));
    checkCounts();
  }
}
