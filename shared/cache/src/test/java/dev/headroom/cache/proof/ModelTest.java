package dev.headroom.cache.proof;

import dev.headroom.local.engine.RedisEngine;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisByClock;
import dev.headroom.redis.RedisSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens in whichever order, a read serves what it may. {@code -Dcache.seeds=1000} makes
 * so many histories, {@code -Dcache.seed=17} the one that failed, and prints it.
 */
class ModelTest {
  private static final int SEEDS = 30;
  private static final int STEPS = 300;
  private static final int PROCESSES = 3;

  private static final List<AutoCloseable> OPEN = new ArrayList<>();
  private static final List<Redis> PROCESS = new ArrayList<>();
  private static final HistoryCounts ALL = new HistoryCounts();
  private static Redis raw;
  private static volatile @Nullable Run run;

  @BeforeAll
  static void open() {
    RedisEngine engine = RedisEngine.start(Optional.empty(), Duration.ofMillis(100));
    OPEN.add(engine);
    raw = opened(Child.patient(engine.uri().toString()));
    for (int i = 0; i < PROCESSES; i++) {
      int process = i;
      var gate =
          new Gate(
              engine.uri(),
              verb -> {
                Run going = run;
                return going == null ? Gate.Fate.ANSWERED : going.judge(process, verb);
              },
              verb -> {
                Run going = run;
                if (going != null) {
                  going.done(process, verb);
                }
              });
      OPEN.add(gate);
      PROCESS.add(opened(Child.patient(gate.uri().toString())));
    }
  }

  /** Its breaker goes by the clock of whichever history it is in. */
  private static Redis opened(RedisSettings settings) {
    Redis redis =
        RedisByClock.of(
            settings,
            () -> {
              Run going = run;
              return going == null ? 0 : going.universe().now();
            });
    redis.warmUp();
    OPEN.add(redis);
    return redis;
  }

  @AfterAll
  static void close() throws Exception {
    for (AutoCloseable each : OPEN.reversed()) {
      each.close();
    }
    System.out.println(ALL);
  }

  static LongStream seeds() {
    return Optional.ofNullable(Long.getLong("cache.seed"))
        .map(LongStream::of)
        .orElseGet(() -> LongStream.rangeClosed(1, Integer.getInteger("cache.seeds", SEEDS)));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void a_read_serves_what_it_may(long seed) throws Exception {
    var history = new Run(seed, PROCESS, raw);
    run = history;
    try {
      history.run(STEPS);
    } catch (AssertionError failure) {
      List<String> story = history.story();
      throw new AssertionError(
          "-Dcache.seed=%d: %s%n%s"
              .formatted(
                  seed,
                  failure.getMessage(),
                  String.join("\n", story.subList(Math.max(0, story.size() - 100), story.size()))),
          failure);
    } finally {
      run = null;
      ALL.add(history.tally);
    }
  }
}
