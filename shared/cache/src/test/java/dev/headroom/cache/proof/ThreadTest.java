package dev.headroom.cache.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cache.Cache;
import dev.headroom.cache.CacheSettings;
import dev.headroom.cache.Caches;
import dev.headroom.cache.entry.Codec;
import dev.headroom.cache.entry.EntryOptions;
import dev.headroom.cache.entry.Key;
import dev.headroom.cache.proof.Chronicle.Entry;
import dev.headroom.cache.proof.Chronicle.Read;
import dev.headroom.cache.proof.Chronicle.Value;
import dev.headroom.local.engine.RedisEngine;
import dev.headroom.redis.Redis;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The model again, with threads that meet as they do, in real time. */
class ThreadTest {
  private static final Duration STALENESS = Duration.ofMillis(30);
  private static final int PROCESSES = 3;
  private static final int THREADS = 3;
  private static final List<String> NAMES = List.of("a:1", "a:2", "b:1");
  private static final List<String> TAGS = List.of("red", "green");

  private final Chronicle chronicle = new Chronicle(System::nanoTime);
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  @Test
  void a_read_serves_what_it_may_whoever_meets_whom() throws Exception {
    List<Redis> connections = new ArrayList<>();
    long reads = 0;
    try (var engine = RedisEngine.start(Optional.empty(), Duration.ofMillis(200));
        var threads = Executors.newFixedThreadPool(PROCESSES * THREADS)) {
      List<Future<Long>> going = new ArrayList<>();
      for (int i = 0; i < PROCESSES; i++) {
        int process = i;
        var redis = new Redis(Child.patient(engine.uri().toString()));
        redis.warmUp();
        connections.add(redis);
        var settings = CacheSettings.USUAL.withStaleness(STALENESS);
        Cache<String> cache =
            new Caches(settings, redis, InstantSource.system(), new SecureRandom())
                .cache("acme", "result", Codec.json(String.class));
        for (int thread = 0; thread < THREADS; thread++) {
          long seed = process * 10L + thread;
          going.add(threads.submit(() -> act(process, cache, new Random(seed))));
        }
      }
      for (Future<Long> each : going) {
        reads += each.get();
      }
      connections.forEach(Redis::close);
    }
    System.out.printf("%d reads in %d threads%n", reads, PROCESSES * THREADS);
    assertThat(faults).isEmpty();
    assertThat(reads).isPositive();
  }

  private long act(int process, Cache<String> cache, Random random) {
    long end = System.nanoTime() + Duration.ofMillis(1_500).toNanos();
    long reads = 0;
    while (System.nanoTime() < end) {
      String name = NAMES.get(random.nextInt(NAMES.size()));
      String tag = TAGS.get(random.nextInt(TAGS.size()));
      Entry entry = new Entry("result", name);
      EntryOptions options =
          EntryOptions.of(Duration.ofHours(1)).withEarlyRefresh(100).withTags(List.of(tag));
      Key key = cache.key(name).with(options);
      switch (random.nextInt(60)) {
        case 0, 1 -> put(process, cache, key, entry);
        case 2 -> removed(process, it -> it.entry().equals(entry), () -> cache.remove(key));
        case 3 -> removed(process, it -> it.tags().contains(tag), () -> cache.invalidateTags(tag));
        case 4 ->
            removed(
                process,
                it -> it.entry().name().startsWith("a:"),
                () -> cache.invalidatePrefix("a:"));
        case 5 ->
            removed(process, it -> it.entry().name().endsWith("1"), () -> invalidateOnes(cache));
        default -> {
          reads++;
          read(process, cache, key, entry, random);
        }
      }
    }
    return reads;
  }

  private static void invalidateOnes(Cache<String> cache) {
    cache.invalidatePrefix("a:1");
    cache.invalidatePrefix("b:1");
  }

  private void read(int process, Cache<String> cache, Key key, Entry entry, Random random) {
    boolean strict = random.nextInt(4) == 0;
    boolean fails = random.nextInt(8) == 0;
    long staleness = strict ? 0 : STALENESS.toNanos();
    var read = new Read(process, entry, staleness, chronicle.now(), Long.MIN_VALUE, 0);
    try {
      String text =
          (strict ? cache.strict() : cache).getOrLoad(key, () -> loaded(key, entry, fails));
      chronicle.fault(read, text).ifPresent(faults::add);
    } catch (IllegalArgumentException _) {
      // The source failed.
    }
  }

  private String loaded(Key key, Entry entry, boolean fails) {
    long since = chronicle.now();
    LockSupport.parkNanos(1_000);
    if (fails) {
      throw new IllegalArgumentException("the source failed");
    }
    return chronicle.value(entry, key.options().tags(), since, Long.MAX_VALUE).text().orElseThrow();
  }

  private void put(int process, Cache<String> cache, Key key, Entry entry) {
    long begun = chronicle.now();
    Value value = chronicle.put(entry, key.options().tags(), Long.MAX_VALUE);
    boolean stored = cache.put(key, value.text().orElseThrow());
    chronicle.ended(value);
    if (stored) {
      chronicle.removed(
          "put " + value, it -> it.entry().equals(entry), OptionalInt.of(process), begun);
    }
  }

  private void removed(int process, Predicate<Value> covers, Runnable how) {
    long begun = chronicle.now();
    how.run();
    chronicle.removed("removal by " + process, covers, OptionalInt.of(process), begun);
  }
}
