package dev.headroom.cleanup.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.cleanup.runs.CleanupRun.Trigger;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What holds of all advice, whatever has happened. */
class FormulaTest {
  private static final int WORLDS = 150;
  private static final List<String> TARGETS = List.of("a", "b", "c");
  private static final long[] INTERVAL_MINUTES = {1, 10, 60, 360, 720, 1_440, 4_320};
  private static final int[] RETENTION_DAYS = {0, 1, 2, 3, 7, 10, 30};
  private static final Set<Kind> OF_INTERVALS = EnumSet.of(Kind.SLOW, Kind.OVERFULL, Kind.IDLE);

  @Test
  void arithmetic_is_what_it_was_at_school() {
    assertThat(Arithmetic.value("2 bytes * (3 s - 1 s) / 4 runs + 1")).isEqualTo(2);
    assertThat(Arithmetic.value("10 - 2 - 3")).isEqualTo(5);
    assertThat(Arithmetic.value("-1.5")).isEqualTo(-1.5);
  }

  @Test
  void each_formula_comes_to_its_estimate_and_no_advice_contradicts_another() {
    Map<Kind, Integer> seen = new EnumMap<>(Kind.class);
    for (int seed = 0; seed < WORLDS; seed++) {
      List<Advice> advice = lived(new Random(seed)).advice();
      for (Advice one : advice) {
        seen.merge(one.kind(), 1, Integer::sum);
        assertFormulaHolds(seed, one);
        assertNoneContradicts(seed, one, advice);
      }
    }
    // Only if each was given often, something was tested.
    assertThat(seen)
        .hasSize(Kind.values().length)
        .allSatisfy((_, n) -> assertThat(n).isGreaterThan(4));
  }

  private static void assertFormulaHolds(int seed, Advice one) {
    Map<String, Double> estimates = new TreeMap<>();
    if (one.storageBytes() != null) {
      estimates.put("storage", (double) one.storageBytes());
    }
    if (one.processingSeconds() != null) {
      estimates.put("work", one.processingSeconds());
    }
    String formula = one.formula();
    var equations = formula == null ? List.<Arithmetic.Equation>of() : Arithmetic.of(formula);
    assertThat(equations)
        .as("%d: %s", seed, one)
        .extracting(Arithmetic.Equation::about)
        .containsExactlyElementsOf(estimates.keySet());
    for (var equation : equations) {
      double rounding = equation.about().equals("storage") ? 0.5 : 0.0005;
      assertThat(equation.said())
          .as("%d: %s", seed, one)
          .isEqualTo(estimates.get(equation.about()));
      assertThat(equation.reckoned())
          .as("%d: %s", seed, one)
          .isCloseTo(equation.said(), within(rounding + 1e-6));
    }
  }

  private static void assertNoneContradicts(int seed, Advice one, List<Advice> all) {
    List<Advice> ofSame =
        all.stream().filter(other -> other.schedule().equals(one.schedule())).toList();
    if (one.kind() == Kind.OVERLAPPING && one.target() == null) {
      assertThat(ofSame).as("%d: a schedule that goes is not changed", seed).hasSize(1);
    }
    assertThat(ofSame.stream().filter(other -> OF_INTERVALS.contains(other.kind())))
        .as("%d: one interval, one advice", seed)
        .hasSizeLessThan(2);
    if (one.kind() == Kind.FAILING) {
      assertThat(ofSame.stream().filter(other -> OF_INTERVALS.contains(other.kind())))
          .as("%d: what fails is mended first", seed)
          .isEmpty();
    }
  }

  private static SimulatedDeployment lived(Random random) {
    var world = new SimulatedDeployment();
    for (String target : TARGETS) {
      long size = (long) Math.pow(10, random.nextInt(3, 10));
      double growth = random.nextBoolean() ? 0.3 * random.nextDouble() : 0;
      world.source(
          target,
          Duration.ofMinutes(random.nextInt(1, 1_500)),
          at -> (long) (size * (1 + growth * days(at.getEpochSecond()))));
    }
    if (random.nextInt(3) == 0) {
      world.runMillis = 100_000;
    }
    for (int days = 0; days < 45; days += 5) {
      change(world, random);
      world.pass(Duration.ofDays(5));
    }
    return world;
  }

  private static double days(long epochSecond) {
    return (epochSecond - TenantBuilder.START.getEpochSecond()) / (double) ScheduleHistory.DAY;
  }

  private static void change(SimulatedDeployment world, Random random) {
    boolean first = world.schedules.isEmpty();
    if (first || random.nextInt(6) == 0) {
      for (int i = 0; i < (first ? 1 + random.nextInt(4) : 1); i++) {
        add(world, random);
      }
    }
    if (random.nextInt(8) == 0) {
      world.broken.add(TARGETS.get(random.nextInt(TARGETS.size())));
    } else if (random.nextInt(2) == 0) {
      world.broken.clear();
    }
    if (random.nextInt(4) == 0) {
      world.schedules.values().forEach(schedule -> world.run(Trigger.MANUAL, schedule));
    }
    if (random.nextInt(10) == 0) {
      world.remove("schedule-0");
    }
  }

  private static void add(SimulatedDeployment world, Random random) {
    var targets = TARGETS.stream().filter(_ -> random.nextBoolean()).toList();
    world.add(
        "schedule-" + random.nextInt(5),
        Duration.ofMinutes(INTERVAL_MINUTES[random.nextInt(INTERVAL_MINUTES.length)]),
        RETENTION_DAYS[random.nextInt(RETENTION_DAYS.length)],
        targets.isEmpty() ? new String[] {"a"} : targets.toArray(String[]::new));
  }
}
