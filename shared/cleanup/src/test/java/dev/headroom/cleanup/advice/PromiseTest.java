package dev.headroom.cleanup.advice;

import static dev.headroom.cleanup.advice.TenantBuilder.MB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who follows an advice saves what it promised, within a tenth. */
class PromiseTest {
  private static final Duration MONTH = Duration.ofDays(30);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Pattern CHANGE = Pattern.compile("from \\d+ to (\\d+) (seconds|days?)");

  private double bytesBefore;
  private double secondsBefore;

  @Test
  void a_shorter_interval_saves_storage() {
    var world =
        new SimulatedDeployment()
            .source("jobs", Duration.ofMinutes(30), _ -> MB)
            .add("a", DAY, 2, "jobs");
    Advice advice = onlyAdvice(observed(world, Duration.ofDays(20)));
    assertThat(advice.kind()).isEqualTo(Kind.OVERFULL);
    world.remove("a").add("a", Duration.ofSeconds(change(advice)), 2, "jobs");
    assertSavedStorage(world, advice);
    // The estimate of the additional work is an upper bound.
    double more = -Objects.requireNonNull(advice.processingSeconds());
    assertThat(world.secondsWorked() - secondsBefore).isPositive().isLessThanOrEqualTo(more);
  }

  @Test
  void a_longer_interval_saves_work() {
    var world =
        new SimulatedDeployment()
            .source("jobs", Duration.ofDays(2), _ -> 50_000)
            .add("a", Duration.ofHours(1), 20, "jobs");
    Advice advice = onlyAdvice(observed(world, Duration.ofDays(40)));
    assertThat(advice.kind()).isEqualTo(Kind.IDLE);
    world.remove("a").add("a", Duration.ofSeconds(change(advice)), 20, "jobs");
    assertSavedWork(world, advice);
  }

  @Test
  void a_schedule_less_saves_its_work() {
    var world =
        new SimulatedDeployment()
            .source("jobs", Duration.ofHours(1), _ -> 50_000)
            .add("a", Duration.ofHours(8), 9, "jobs")
            .add("b", Duration.ofHours(6), 7, "jobs");
    Advice advice = onlyAdvice(observed(world, Duration.ofDays(40)));
    assertThat(advice.kind()).isEqualTo(Kind.OVERLAPPING);
    assertThat(advice.schedule()).isEqualTo("a");
    world.remove("a");
    assertSavedWork(world, advice);
    assertThat(world.bytesStored()).isCloseTo(bytesBefore, within(0.01 * bytesBefore));
  }

  @Test
  void half_the_retention_saves_half_of_what_is_kept() {
    Instant twice = TenantBuilder.START.plus(Duration.ofDays(55));
    var world =
        new SimulatedDeployment()
            .source("jobs", Duration.ofHours(1), at -> at.isBefore(twice) ? MB : 2 * MB)
            .add("a", DAY, 8, "jobs");
    Advice advice = onlyAdvice(observed(world, Duration.ofDays(96)));
    assertThat(advice.kind()).isEqualTo(Kind.GROWING);
    world.remove("a").add("a", DAY, (int) change(advice), "jobs");
    assertSavedStorage(world, advice);
  }

  @Test
  void advice_that_was_followed_is_not_taken_back() {
    int followed = 0;
    for (int seed = 0; seed < 120; seed++) {
      var random = new Random(seed);
      long size = (long) Math.pow(10, random.nextDouble(4, 9));
      int days = random.nextInt(0, 5);
      var world =
          new SimulatedDeployment()
              .source("jobs", Duration.ofMinutes(random.nextInt(1, 6_000)), _ -> size)
              .add(
                  "a",
                  Duration.ofMinutes((long) Math.pow(10, random.nextDouble(0.5, 3.8))),
                  days,
                  "jobs")
              .pass(MONTH);
      Set<Kind> given = EnumSet.noneOf(Kind.class);
      for (List<Advice> advice = world.advice(); !advice.isEmpty() && given.size() < 2; ) {
        followed++;
        given.add(advice.getFirst().kind());
        assertThat(given).as("%d: %s", seed, advice).hasSize(1);
        Duration interval = Duration.ofSeconds(change(advice.getFirst()));
        advice = world.remove("a").add("a", interval, days, "jobs").pass(MONTH).advice();
      }
    }
    assertThat(followed).isGreaterThan(30);
  }

  @Test
  void what_rests_at_week_ends_does_not_grow() {
    for (int seed = 0; seed < 40; seed++) {
      var random = new Random(seed);
      var world =
          new SimulatedDeployment()
              .source("jobs", Duration.ofMinutes(random.nextInt(1, 600)), PromiseTest::onWorkdays)
              .add("a", Duration.ofHours(random.nextInt(4, 30)), random.nextInt(2, 9), "jobs")
              .pass(Duration.ofDays(random.nextInt(10, 45)));
      assertThat(world.advice())
          .as("%d", seed)
          .extracting(Advice::kind)
          .doesNotContain(Kind.GROWING);
    }
  }

  private static long onWorkdays(Instant at) {
    return at.atOffset(ZoneOffset.UTC).getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0 ? 5 * MB : 0;
  }

  /** The last month of it is measured. */
  private SimulatedDeployment observed(SimulatedDeployment world, Duration before) {
    world.pass(before).measure().pass(MONTH);
    bytesBefore = world.bytesStored();
    secondsBefore = world.secondsWorked();
    return world;
  }

  private static Advice onlyAdvice(SimulatedDeployment world) {
    List<Advice> all = world.advice();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private static long change(Advice advice) {
    var matcher = CHANGE.matcher(advice.recommendation());
    assertThat(matcher.find()).as(advice.recommendation()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private void assertSavedStorage(SimulatedDeployment world, Advice advice) {
    world.pass(MONTH).measure().pass(MONTH);
    double promised = Objects.requireNonNull(advice.storageBytes());
    assertThat(bytesBefore - world.bytesStored()).isCloseTo(promised, within(0.1 * promised));
  }

  private void assertSavedWork(SimulatedDeployment world, Advice advice) {
    world.pass(MONTH).measure().pass(MONTH);
    double promised = Objects.requireNonNull(advice.processingSeconds());
    assertThat(secondsBefore - world.secondsWorked()).isCloseTo(promised, within(0.1 * promised));
  }
}
