package dev.headroom.limits;

import static dev.headroom.limits.RouteGroup.JOBS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The window in memory, by a clock that is moved. */
class LocalRateLimiterTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration MICRO = Duration.ofNanos(1_000);
  private static final Requester ANN = Requester.user("acme", "ann");

  private Instant now = Instant.parse("2026-01-02T03:04:05.678901Z");

  private LocalRateLimiter limiterOf(int requests) {
    var limits = Map.of(JOBS, new RateLimit(requests, MINUTE));
    return new LocalRateLimiter(new RateLimitSettings(true, limits, Map.of()), () -> now);
  }

  @Test
  void the_101st_of_a_minute_is_refused_at_the_pace_at_which_a_bucket_is_refilled() {
    var limiter = limiterOf(100);
    for (int i = 0; i < 100; i++) {
      assertThat(limiter.decide(JOBS, ANN)).isInstanceOf(Decision.Passed.class);
      now = now.plusMillis(599);
    }

    assertThat(limiter.decide(JOBS, ANN))
        .isEqualTo(new Decision.Refused(new RateLimit(100, MINUTE), Duration.ofMillis(100)));
  }

  @Test
  void what_remains_falls_and_comes_back_one_by_one() {
    var limiter = limiterOf(2);
    var limit = new RateLimit(2, MINUTE);

    assertThat(limiter.decide(JOBS, ANN)).isEqualTo(new Decision.Passed(limit, 1, MINUTE));
    now = now.plusSeconds(20);
    assertThat(limiter.decide(JOBS, ANN))
        .isEqualTo(new Decision.Passed(limit, 0, Duration.ofSeconds(40)));
    now = now.plusSeconds(40).minus(MICRO);
    assertThat(limiter.decide(JOBS, ANN)).isEqualTo(new Decision.Refused(limit, MICRO));
    now = now.plus(MICRO);
    assertThat(limiter.decide(JOBS, ANN))
        .isEqualTo(new Decision.Passed(limit, 0, Duration.ofSeconds(20)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void it_decides_as_whoever_counts_anew_each_time(long seed) {
    var random = new Random(seed);
    int requests = 1 + random.nextInt(20);
    var limiter = limiterOf(requests);
    List<Instant> passed = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      now = now.plusMillis(random.nextInt(10) == 0 ? random.nextInt(90_000) : random.nextInt(900));
      boolean may = within(passed, now) < requests;

      Decision decision = limiter.decide(JOBS, ANN);

      assertThat(decision instanceof Decision.Passed).as("request %d", i).isEqualTo(may);
      switch (decision) {
        case Decision.Passed pass -> {
          passed.add(now);
          assertThat(pass.remaining()).isEqualTo(requests - within(passed, now));
        }
        case Decision.Refused refused -> {
          assertThat(within(passed, now.plus(refused.more()))).isLessThan(requests);
          assertThat(within(passed, now.plus(refused.more()).minus(MICRO))).isEqualTo(requests);
        }
        case Decision.Uncounted _, Decision.Closed _ -> throw new AssertionError(decision);
      }
    }
  }

  /** How many of these are in the minute that ends then. */
  private static int within(List<Instant> passed, Instant end) {
    Instant begin = end.minus(MINUTE);
    return (int) passed.stream().filter(time -> time.isAfter(begin)).count();
  }

  @Test
  void a_clock_that_is_put_back_lets_nobody_pass_who_may_not() {
    var limiter = limiterOf(1);
    assertThat(limiter.decide(JOBS, ANN)).isInstanceOf(Decision.Passed.class);
    now = now.minusSeconds(30);

    assertThat(limiter.decide(JOBS, ANN))
        .isEqualTo(new Decision.Refused(new RateLimit(1, MINUTE), MINUTE));
    now = now.plusSeconds(90);
    assertThat(limiter.decide(JOBS, ANN)).isInstanceOf(Decision.Passed.class);
  }

  @Test
  void each_user_address_tenant_and_group_counts_for_itself() {
    var limiter = limiterOf(1);
    List.of(
            ANN,
            Requester.user("acme", "bob"),
            Requester.user("other", "ann"),
            Requester.address("acme", "ann"))
        .forEach(
            requester -> {
              assertThat(limiter.decide(JOBS, requester)).isInstanceOf(Decision.Passed.class);
              assertThat(limiter.decide(JOBS, requester)).isInstanceOf(Decision.Refused.class);
            });
    assertThat(limiter.decide(RouteGroup.STATUS, ANN)).isInstanceOf(Decision.Passed.class);
  }

  @Test
  void the_callers_that_are_known_are_bounded() {
    var limiter = limiterOf(1);
    for (int i = 0; i < 15_000; i++) {
      var _ = limiter.decide(JOBS, Requester.user("acme", "user-" + i));
    }

    assertThat(limiter.callers()).isEqualTo(10_000);
  }

  @Test
  void who_has_not_asked_for_a_whole_window_is_forgotten() {
    var limiter = limiterOf(1);
    var _ = limiter.decide(JOBS, ANN);

    now = now.plus(MINUTE).minus(MICRO);
    assertThat(limiter.callers()).isEqualTo(1);
    now = now.plusSeconds(3);
    assertThat(limiter.callers()).isZero();
  }
}
