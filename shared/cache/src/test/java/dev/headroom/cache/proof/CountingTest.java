package dev.headroom.cache.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cache.Cache;
import dev.headroom.cache.CacheSettings;
import dev.headroom.cache.Caches;
import dev.headroom.cache.entry.Codec;
import dev.headroom.cache.entry.Key;
import dev.headroom.cache.proof.Gate.Fate;
import dev.headroom.cache.statistics.CacheStatistics;
import dev.headroom.cache.statistics.NamespaceStatistics;
import dev.headroom.cache.statistics.TenantStatistics;
import dev.headroom.errors.HeadroomException;
import dev.headroom.local.engine.RedisEngine;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisByClock;
import dev.headroom.redis.RedisSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The counts of all epochs together are what happened, to the event: whoever flushes at the same
 * time, whichever answers are lost, whenever somebody resets.
 */
class CountingTest {
  private static final int PROCESSES = 4;
  private static final int THREADS = 2;
  private static final int STEPS = 150;

  /** What happened. */
  private record Happened(long reads, long loads, long failures, long sets, long deletes) {
    Happened plus(Happened other) {
      return new Happened(
          reads + other.reads,
          loads + other.loads,
          failures + other.failures,
          sets + other.sets,
          deletes + other.deletes);
    }

    static Happened of(TenantStatistics statistics) {
      Happened all = new Happened(0, 0, 0, 0, 0);
      for (NamespaceStatistics each : statistics.namespaces().values()) {
        all =
            all.plus(
                new Happened(
                    each.requests(),
                    each.loads(),
                    each.loadFailures(),
                    each.sets(),
                    each.deletes()));
      }
      return all;
    }
  }

  static LongStream seeds() {
    return Optional.ofNullable(Long.getLong("cache.seed"))
        .map(LongStream::of)
        .orElseGet(() -> LongStream.rangeClosed(1, Integer.getInteger("cache.seeds", 3)));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void the_epochs_together_are_what_happened(long seed) throws Exception {
    var calm = new AtomicBoolean();
    var lost = new AtomicLong();
    var random = new Random(seed);
    try (var engine = RedisEngine.start(Optional.empty(), Duration.ofMillis(200));
        // While it counts, every third command is not answered, done or not.
        var gate = new Gate(engine.uri(), _ -> fate(calm.get(), random, lost))) {
      RedisSettings settings = Child.patient(gate.uri().toString());
      List<Redis> connections = new ArrayList<>();
      List<CacheStatistics> processes = new ArrayList<>();
      List<Callable<Happened>> callers = new ArrayList<>();
      for (int i = 0; i < PROCESSES; i++) {
        // A breaker's pause is over when it begins.
        var ticks = new AtomicLong();
        Redis redis =
            RedisByClock.of(settings, () -> ticks.addAndGet(Duration.ofHours(1).toNanos()));
        connections.add(redis);
        var caches =
            new Caches(CacheSettings.USUAL, redis, InstantSource.system(), new SecureRandom());
        var statistics = caches.statistics();
        processes.add(statistics);
        for (int thread = 0; thread < THREADS; thread++) {
          long own = random.nextLong();
          callers.add(() -> act(caches, statistics, new Random(own)));
        }
      }
      Redis reliable = new Redis(Child.patient(engine.uri().toString()));
      connections.add(reliable);
      var resetter =
          new Caches(CacheSettings.USUAL, reliable, InstantSource.system(), new SecureRandom())
              .statistics();
      Happened expected = new Happened(0, 0, 0, 0, 0);
      Happened counted = new Happened(0, 0, 0, 0, 0);
      int epochs = 0;
      try (var threads = Executors.newFixedThreadPool(callers.size())) {
        List<Future<Happened>> going = new ArrayList<>();
        callers.forEach(caller -> going.add(threads.submit(caller)));
        while (going.stream().anyMatch(each -> !each.isDone())) {
          counted = counted.plus(Happened.of(resetter.reset("acme")));
          epochs++;
        }
        for (Future<Happened> each : going) {
          expected = expected.plus(each.get());
        }
      }
      calm.set(true);
      processes.forEach(CacheStatistics::flush);
      counted = counted.plus(Happened.of(resetter.reset("acme")));
      connections.forEach(Redis::close);
      System.out.printf(
          "%s in %d epochs, %d commands not answered%n", expected, epochs, lost.get());
      assertThat(counted).as("-Dcache.seed=%d", seed).isEqualTo(expected);
      assertThat(lost).hasPositiveValue();
    }
  }

  private static Fate fate(boolean calm, Random random, AtomicLong lost) {
    if (calm || random.nextInt(3) > 0) {
      return Fate.ANSWERED;
    }
    lost.incrementAndGet();
    return random.nextBoolean() ? Fate.LOST : Fate.UNANSWERED;
  }

  private static Happened act(Caches caches, CacheStatistics statistics, Random random) {
    Cache<String> cache = caches.cache("acme", "result", Codec.json(String.class));
    var loads = new AtomicLong();
    var failures = new AtomicLong();
    long reads = 0;
    long sets = 0;
    long deletes = 0;
    for (int step = 0; step < STEPS; step++) {
      // A key of its own: nobody waits for a lease whose holder does not know that it has it.
      Key key = cache.key(Thread.currentThread().threadId() + ":" + random.nextInt(1_000));
      switch (random.nextInt(6)) {
        case 0 -> {
          cache.put(key, "put");
          sets++;
        }
        case 1 -> {
          try {
            cache.remove(key);
            deletes++;
          } catch (HeadroomException.Unavailable _) {
            // It is not counted.
          }
        }
        case 2 -> {
          reads++;
          try {
            cache.getOrLoad(
                key,
                () -> {
                  failures.incrementAndGet();
                  throw new IllegalStateException("no");
                });
          } catch (IllegalStateException _) {
            // As it must.
          }
        }
        case 3, 4 -> {
          reads++;
          cache.getOrLoad(
              key,
              () -> {
                loads.incrementAndGet();
                return "loaded";
              });
        }
        default -> {
          List<Key> keys = List.of(key, cache.key("common:" + random.nextInt(20)));
          reads += keys.size();
          cache.getAll(keys);
        }
      }
      if (random.nextInt(10) == 0) {
        statistics.flush();
      }
    }
    return new Happened(reads, loads.get(), failures.get(), sets, deletes);
  }
}
