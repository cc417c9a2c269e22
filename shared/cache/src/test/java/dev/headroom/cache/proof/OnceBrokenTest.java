package dev.headroom.cache.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.cache.Cache;
import dev.headroom.cache.CacheSettings;
import dev.headroom.cache.Caches;
import dev.headroom.cache.entry.Codec;
import dev.headroom.cache.entry.EntryOptions;
import dev.headroom.cache.entry.Key;
import dev.headroom.cache.statistics.CacheStatistics;
import dev.headroom.cache.statistics.NamespaceStatistics;
import dev.headroom.errors.HeadroomException;
import dev.headroom.local.engine.RedisEngine;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisSettings;
import io.lettuce.core.ScriptOutputType;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was found to be wrong once, each by itself. */
class OnceBrokenTest {
  private static final Codec<String> TEXT = Codec.json(String.class);
  private static final RedisEngine ENGINE =
      RedisEngine.start(Optional.empty(), Duration.ofMillis(200));

  private final AtomicInteger loads = new AtomicInteger();
  private Redis redis;
  private Caches caches;
  private CacheStatistics statistics;
  private Cache<String> cache;

  @BeforeEach
  void open() throws Exception {
    redis = new Redis(Child.patient(ENGINE.uri().toString()));
    redis.warmUp();
    redis.call(commands -> commands.flushall());
    caches = caches(CacheSettings.USUAL);
    statistics = caches.statistics();
    cache = caches.cache("acme", "result", TEXT);
  }

  @AfterEach
  void close() {
    redis.close();
  }

  @AfterAll
  static void stop() {
    ENGINE.close();
  }

  private Caches caches(CacheSettings settings) {
    return new Caches(settings, redis, InstantSource.system(), new SecureRandom());
  }

  private NamespaceStatistics counted() {
    return Optional.ofNullable(statistics.of("acme").orElseThrow().namespaces().get("result"))
        .orElseThrow();
  }

  private Key key(String name) {
    return cache.key(name).with(EntryOptions.of(Duration.ofHours(1)));
  }

  private String load() {
    return "load " + loads.incrementAndGet();
  }

  private static String failing() {
    throw new IllegalStateException("no");
  }

  @Test
  void who_needs_a_value_where_there_is_none_is_counted_once() {
    cache.findOrLoad(key("absent"), Optional::empty);

    cache.getOrLoad(key("absent"), this::load);

    assertThat(counted().requests()).isEqualTo(2);
    assertThat(counted().misses()).isEqualTo(2);
  }

  @Test
  void a_read_whose_load_fails_is_a_miss() {
    assertThatThrownBy(() -> cache.getOrLoad(key("fails"), OnceBrokenTest::failing))
        .hasMessage("no");
    List<Key> keys = List.of(key("fails:1"), key("fails:2"));
    assertThatThrownBy(() -> cache.getOrLoadAll(keys, _ -> Map.of(keys.get(0), failing())))
        .hasMessage("no");

    assertThat(counted().misses()).isEqualTo(3);
    assertThat(counted().loadFailures()).isEqualTo(2);
  }

  /** What happens before the next script of a process's cache is run. */
  private static Gate before(Runnable happens) {
    var done = new AtomicBoolean();
    return new Gate(
        ENGINE.uri(),
        verb -> {
          if (verb.equals("EVALSHA") && done.compareAndSet(false, true)) {
            happens.run();
          }
          return Gate.Fate.ANSWERED;
        });
  }

  @Test
  void who_takes_a_lease_after_another_one_stored_the_value_does_not_load_it_again()
      throws Exception {
    Key one = key("once:1");
    Key two = key("once:2");
    try (Gate gate = before(() -> cache.getOrLoad(one, this::load));
        var slow = new Redis(Child.patient(gate.uri().toString()))) {
      assertThat(texts(slow).getOrLoad(one, this::load)).isEqualTo("load 1");
    }
    try (Gate gate = before(() -> cache.getOrLoad(two, this::load));
        var slow = new Redis(Child.patient(gate.uri().toString()))) {
      assertThat(texts(slow).getOrLoadAll(List.of(two), _ -> Map.of(two, load())))
          .containsEntry(two, "load 2");
    }
    assertThat(loads).hasValue(2);
  }

  @Test
  void what_another_version_of_this_program_stored_is_loaded_anew() throws Exception {
    cache.put(key("format"), "as it is now");
    redis.call(
        commands -> commands.setrange("{acme/result}e:format".getBytes(UTF_8), 0, new byte[] {99}));

    assertThat(cache.strict().getOrLoad(key("format"), this::load)).isEqualTo("load 1");
    assertThat(cache.strict().get(key("format"))).contains("load 1");
  }

  private static Cache<String> texts(Redis redis) {
    return new Caches(CacheSettings.USUAL, redis, InstantSource.system(), new SecureRandom())
        .cache("acme", "result", TEXT);
  }

  @Test
  void a_batch_gives_back_the_leases_of_what_it_does_not_store() throws Exception {
    Key absent =
        key("absent").with(EntryOptions.of(Duration.ofHours(1)).withAbsentTtl(Duration.ZERO));

    cache.getOrLoadAll(List.of(absent, key("there")), _ -> Map.of(key("there"), "there"));

    List<byte[]> leases =
        Optional.ofNullable(redis.call(commands -> commands.keys("{*}l:*"))).orElseThrow();
    assertThat(leases).isEmpty();
  }

  @Test
  void who_joins_does_not_get_what_was_invalidated_before_it_asked() throws Exception {
    EntryOptions options =
        EntryOptions.of(Duration.ofMillis(1))
            .withStaleFor(Duration.ofHours(1))
            .withTags(List.of("joined"));
    Key key = cache.key("joined").with(options);
    cache.put(key, "old");
    LockSupport.parkNanos(Duration.ofMillis(3).toNanos());
    var joined = new CompletableFuture<String>();
    List<Cache<String>> slowly = new ArrayList<>();
    Runnable invalidateAndJoin =
        () -> {
          cache.invalidateTags("joined");
          Cache<String> strict = slowly.getFirst().strict();
          Thread waits =
              Thread.ofPlatform().start(() -> joined.complete(strict.getOrLoad(key, this::load)));
          while (waits.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
          }
        };
    try (Gate gate = before(invalidateAndJoin);
        var slow = new Redis(Child.patient(gate.uri().toString()))) {
      slowly.add(texts(slow));
      String first = slowly.getFirst().getOrLoad(key, OnceBrokenTest::failing);

      assertThat(first).as("it asked before").isEqualTo("old");
      assertThat(joined.get(20, TimeUnit.SECONDS)).isEqualTo("load 1");
    }
  }

  @Test
  void what_a_batch_loaded_does_not_take_the_place_of_what_was_put_meanwhile() {
    try (var away = new Redis(RedisSettings.of("redis://127.0.0.1:1"))) {
      // Without Redis, what is remembered lives no longer than this.
      CacheSettings lasting = CacheSettings.USUAL.withStaleness(Duration.ofMinutes(1));
      Cache<String> alone =
          new Caches(lasting, away, InstantSource.system(), new SecureRandom())
              .cache("acme", "result", TEXT);

      alone.getOrLoadAll(
          List.of(key("own")),
          _ -> {
            alone.put(key("own"), "put");
            return Map.of(key("own"), load());
          });

      assertThat(alone.get(key("own"))).contains("put");
    }
  }

  @Test
  void a_cache_that_is_switched_off_keeps_no_batch_either() throws Exception {
    CacheSettings off =
        new CacheSettings(false, Duration.ofSeconds(1), 1_000_000, CacheSettings.USUAL.ttls());
    Cache<String> none = caches(off).cache("acme", "result", TEXT);

    none.getOrLoadAll(List.of(key("off")), _ -> Map.of(key("off"), load()));

    assertThat(none.get(key("off"))).isEmpty();
    assertThat(cache.get(key("off"))).isEmpty();
  }

  @Test
  void names_that_are_no_text_are_refused_since_they_would_be_one_in_redis() {
    assertThatThrownBy(() -> cache.key("a\ud800")).isInstanceOf(HeadroomException.Invalid.class);
    assertThat(cache.key("a\ud83d\ude00").name()).hasSize(3);
  }

  @Test
  void a_reset_keeps_what_stays_of_however_many_namespaces() throws Exception {
    String many = "for i = 1, 5000 do redis.call('HSET', KEYS[1], '=n' .. i .. '/ENTRIES', 7) end";
    redis.call(
        commands ->
            commands.eval(many, ScriptOutputType.STATUS, "{acme}statistics".getBytes(UTF_8)));

    assertThat(statistics.reset("acme").namespaces()).hasSize(5_000);
    assertThat(statistics.of("acme").orElseThrow().namespaces()).hasSize(5_000);
  }
}
