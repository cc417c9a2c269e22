package dev.headroom.worker.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever goes wrong, nothing is lost and nothing takes effect twice: held against the real
 * engines, run by run. One run is the same each time, and one is another each time. {@code
 * -Dfaults.seeds=500} makes 500 runs, {@code -Dfaults.seed=17} the one that failed: the same
 * faults, though threads meet otherwise each time.
 */
class FaultTest {
  /** A seed that leaves no kind of fault out. */
  private static final long EVERY_FAULT = 3_624;

  private static final Tally TALLY = new Tally();
  private static final List<Long> SEEDS = new ArrayList<>();
  private static World world;

  @BeforeAll
  static void open() {
    world = new World();
  }

  @AfterAll
  static void close() {
    world.close();
    System.out.printf("In the runs of the seeds %s %s%n", SEEDS, TALLY);
  }

  static LongStream seeds() {
    long another = new SecureRandom().nextInt(1, Integer.MAX_VALUE);
    return Optional.ofNullable(Long.getLong("faults.seed"))
        .map(LongStream::of)
        .or(
            () ->
                Optional.ofNullable(Long.getLong("faults.seeds"))
                    .map(count -> LongStream.rangeClosed(1, count)))
        .orElseGet(() -> LongStream.of(EVERY_FAULT, another));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nothing_is_lost_and_nothing_takes_effect_twice(long seed) throws Exception {
    world.clear();
    SEEDS.add(seed);
    var storm = new Storm(world, seed, TALLY);
    storm.run();

    var verdict = new Verdict(world, storm.ledger());
    assertThat(storm.fleet().surprises()).as("-Dfaults.seed=%d", seed).isEmpty();
    assertThat(verdict.faults())
        .as(() -> "-Dfaults.seed=%d%n%s".formatted(seed, told(verdict.suspects(), storm)))
        .isEmpty();
  }

  private static String told(List<Life> lives, Storm storm) {
    return lives.stream()
        .limit(2)
        .map(life -> life + "\n" + storm.fleet().journal().of(life.id()))
        .collect(Collectors.joining("\n\n"));
  }
}
