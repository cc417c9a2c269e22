package dev.headroom.limits;

import static dev.headroom.limits.RouteGroup.JOBS;
import static dev.headroom.limits.RouteGroup.STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.local.engine.Engines;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisSettings;
import dev.headroom.redis.Script;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The window in a real Redis, by its own clock. */
class RedisRateLimiterTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static Engines engines;
  private static Redis redis;

  private final Requester somebody = Requester.user("acme", UUID.randomUUID().toString());
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");

  @BeforeAll
  static void start() {
    engines = Engines.forTest(Path.of("template.yaml"), Map.of("JwtIssuer", "http://localhost"));
    redis = connection();
  }

  @AfterAll
  static void stop() {
    redis.close();
    engines.close();
  }

  /** As another process would have it; it waits for longer than a slow machine takes. */
  private static Redis connection() {
    var patience = Duration.ofSeconds(10);
    var connected =
        new Redis(
            new RedisSettings(engines.redis().toString(), patience, patience, Optional.empty()));
    connected.warmUp();
    return connected;
  }

  private static RateLimitSettings settings(RateLimit limit, WithoutRedis without) {
    var limits = new EnumMap<RouteGroup, RateLimit>(RouteGroup.class);
    var withoutRedis = new EnumMap<RouteGroup, WithoutRedis>(RouteGroup.class);
    for (RouteGroup group : RouteGroup.values()) {
      limits.put(group, limit);
      withoutRedis.put(group, without);
    }
    return new RateLimitSettings(true, limits, withoutRedis);
  }

  private RateLimiter limiter(Redis by, RateLimit limit, WithoutRedis without) {
    return RateLimiter.open(settings(limit, without), by, () -> now).orElseThrow();
  }

  /** One that lets nothing pass that Redis has not counted. */
  private RateLimiter limiter(Redis by, int requests, Duration window) {
    return limiter(by, new RateLimit(requests, window), WithoutRedis.CLOSED);
  }

  /**
   * A request that passed.
   *
   * @param before it was counted, in nanoseconds
   * @param after it was counted
   */
  private record Pass(long before, long after) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void never_do_more_pass_in_any_window_however_many_ask_through_however_many_processes(long seed) {
    int requests = 50;
    int callers = 200;
    var passes = new ConcurrentLinkedQueue<Pass>();
    var uncounted = new AtomicInteger();
    long begin;
    try (var other = connection();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      begin = System.nanoTime();
      long end = begin + 3 * SECOND.toNanos();
      long latestEnd = begin + PATIENCE.toNanos();
      for (int i = 0; i < callers; i++) {
        var limiter = limiter(i % 2 == 0 ? redis : other, requests, SECOND);
        var random = new Random(seed * callers + i);
        var _ =
            threads.submit(
                () -> {
                  // Longer where the machine was away meanwhile.
                  while (System.nanoTime() < end
                      || (passes.size() < 2 * requests && System.nanoTime() < latestEnd)) {
                    long before = System.nanoTime();
                    switch (limiter.decide(JOBS, somebody)) {
                      case Decision.Passed _ -> passes.add(new Pass(before, System.nanoTime()));
                      case Decision.Refused _ -> {}
                      case Decision.Uncounted _, Decision.Closed _ -> uncounted.incrementAndGet();
                    }
                    Thread.sleep(random.nextInt(20));
                  }
                  return null;
                });
      }
    }

    assertThat(uncounted).hasValue(0);
    int windows = 1 + (int) untilTheLast(passes, begin).toSeconds();
    assertThat(passes).hasSizeBetween(2 * requests, windows * requests);
    assertThat(mostInOneWindow(passes)).isLessThanOrEqualTo(requests);
  }

  private static Duration untilTheLast(Iterable<Pass> passes, long begin) {
    long last = begin;
    for (Pass pass : passes) {
      last = Math.max(last, pass.after());
    }
    return Duration.ofNanos(last - begin);
  }

  /** How many at most did pass within a window: each began after, and ended before its bounds. */
  private static long mostInOneWindow(Iterable<Pass> passes) {
    List<Pass> sorted = new ArrayList<>();
    passes.forEach(sorted::add);
    sorted.sort(Comparator.comparingLong(Pass::before));
    long most = 0;
    for (Pass first : sorted) {
      long end = first.before() + SECOND.toNanos();
      most =
          Math.max(
              most,
              sorted.stream()
                  .filter(pass -> pass.before() >= first.before() && pass.after() < end)
                  .count());
    }
    return most;
  }

  @Test
  void what_remains_falls_and_one_too_many_is_refused_each_in_one_round_trip() {
    var limiter = limiter(redis, 100, MINUTE);
    limiter.warmUp(); // Redis knows the script from now on
    long before = redis.roundTrips();

    for (int remaining = 99; remaining >= 0; remaining--) {
      assertThat(limiter.decide(JOBS, somebody))
          .isInstanceOfSatisfying(
              Decision.Passed.class,
              passed -> assertThat(passed.more()).isBetween(Duration.ofSeconds(1), MINUTE))
          .extracting("remaining")
          .isEqualTo(remaining);
    }
    assertThat(limiter.decide(JOBS, somebody))
        .isInstanceOfSatisfying(
            Decision.Refused.class,
            refused -> assertThat(refused.more()).isBetween(Duration.ofSeconds(1), MINUTE));
    assertThat(redis.roundTrips() - before).isEqualTo(101);
  }

  @Test
  void who_was_refused_passes_after_the_time_that_was_told() {
    long end = System.nanoTime() + PATIENCE.toNanos();

    // None is refused where the machine was away for as long as that.
    int refusals = 0;
    while (refusals == 0) {
      refusals = refusalsUntilOnePasses(Requester.user("acme", UUID.randomUUID().toString()), end);
    }
  }

  /** After one has passed; none of the many that are refused in between puts it off. */
  private int refusalsUntilOnePasses(Requester requester, long end) {
    var limiter = limiter(redis, 1, SECOND);
    long before = System.nanoTime();
    assertThat(limiter.decide(JOBS, requester)).isInstanceOf(Decision.Passed.class);

    int refusals = 0;
    while (limiter.decide(JOBS, requester) instanceof Decision.Refused refused) {
      refusals++;
      assertThat(refused.more()).isPositive().isLessThanOrEqualTo(SECOND);
      assertThat(System.nanoTime()).isLessThan(end);
    }

    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(SECOND.toNanos());
    return refusals;
  }

  @Test
  void two_processes_share_what_they_count() {
    try (var other = connection()) {
      assertThat(limiter(redis, 2, MINUTE).decide(JOBS, somebody))
          .isInstanceOf(Decision.Passed.class);
      assertThat(limiter(other, 2, MINUTE).decide(JOBS, somebody))
          .isInstanceOf(Decision.Passed.class);
      assertThat(limiter(redis, 2, MINUTE).decide(JOBS, somebody))
          .isInstanceOf(Decision.Refused.class);
    }
  }

  @Test
  void each_user_address_tenant_and_group_counts_for_itself() {
    var limiter = limiter(redis, 1, MINUTE);
    List.of(
            somebody,
            Requester.user("acme", somebody.name() + "}"),
            Requester.user("}{" + somebody.name(), "ann"),
            Requester.user("", somebody.name()),
            Requester.address("acme", somebody.name()))
        .forEach(
            requester -> {
              assertThat(limiter.decide(JOBS, requester)).isInstanceOf(Decision.Passed.class);
              assertThat(limiter.decide(JOBS, requester)).isInstanceOf(Decision.Refused.class);
            });
    assertThat(limiter.decide(STATUS, somebody)).isInstanceOf(Decision.Passed.class);
  }

  @Test
  void a_limit_that_was_lowered_holds_at_once() {
    for (int i = 0; i < 5; i++) {
      var _ = limiter(redis, 5, MINUTE).decide(JOBS, somebody);
    }

    assertThat(limiter(redis, 2, MINUTE).decide(JOBS, somebody))
        .isInstanceOf(Decision.Refused.class);
  }

  @Test
  void no_more_is_kept_than_may_pass_and_no_longer_than_the_window() throws Exception {
    for (int i = 0; i < 5; i++) {
      var _ = limiter(redis, 3, MINUTE).decide(JOBS, somebody);
    }

    String look = "return {redis.call('LLEN', KEYS[1]), redis.call('PTTL', KEYS[1])}";
    String key = "{acme}/limits/jobs/" + somebody.name();
    List<?> found =
        redis.run(
            new Script(look.getBytes(StandardCharsets.UTF_8), "0".repeat(40)),
            List.of(key.getBytes(StandardCharsets.UTF_8)),
            List.of());

    assertThat(found.getFirst()).isEqualTo(3L);
    assertThat((Long) found.getLast()).isBetween(1L, MINUTE.toMillis() + 10);
  }

  @Test
  void without_redis_the_same_limit_is_counted_here() {
    try (var nowhere = new Redis(RedisSettings.of("redis://127.0.0.1:1"))) {
      var limit = new RateLimit(2, MINUTE);
      var limiter = limiter(nowhere, limit, WithoutRedis.LOCAL);

      assertThat(limiter.decide(JOBS, somebody)).isEqualTo(new Decision.Passed(limit, 1, MINUTE));
      now = now.plusSeconds(59);
      assertThat(limiter.decide(JOBS, somebody))
          .isEqualTo(new Decision.Passed(limit, 0, Duration.ofSeconds(1)));
      assertThat(limiter.decide(JOBS, somebody))
          .isEqualTo(new Decision.Refused(limit, Duration.ofSeconds(1)));
      now = now.plusSeconds(1);
      assertThat(limiter.decide(JOBS, somebody)).isInstanceOf(Decision.Passed.class);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = WithoutRedis.class,
      names = {"OPEN", "CLOSED"})
  void without_redis_all_may_pass_or_none(WithoutRedis without) {
    try (var nowhere = new Redis(RedisSettings.of("redis://127.0.0.1:1"))) {
      var limit = new RateLimit(1, MINUTE);
      var limiter = limiter(nowhere, limit, without);

      for (int i = 0; i < 3; i++) {
        assertThat(limiter.decide(JOBS, somebody))
            .isEqualTo(
                without == WithoutRedis.OPEN
                    ? new Decision.Uncounted(limit)
                    : new Decision.Closed(limit));
      }
    }
  }
}
