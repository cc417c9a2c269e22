package dev.headroom.cleanup.advice;

import static dev.headroom.cleanup.advice.TenantBuilder.MB;
import static dev.headroom.cleanup.advice.TenantBuilder.START;
import static dev.headroom.cleanup.advice.TenantBuilder.schedule;
import static dev.headroom.cleanup.advice.TenantBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cleanup.runs.CleanupRun.Trigger;
import dev.headroom.cleanup.schedules.Schedule;
import dev.headroom.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdviceTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final Schedule hourly = schedule("hourly", HOUR, 30, "jobs");
  private final Schedule daily = schedule("daily", DAY, 2, "jobs");

  @Test
  void without_schedules_or_runs_there_is_nothing_to_say() {
    assertThat(new TenantBuilder().advice()).isEmpty();
    assertThat(TenantBuilder.with(hourly, daily).advice()).isEmpty();
  }

  @Test
  void of_idle_runs_there_may_be_fewer() {
    var tenant = TenantBuilder.with(hourly);
    for (int i = 1; i <= 11; i++) {
      tenant.run(hourly, HOUR.multipliedBy(i), 250, i == 6 ? 36_000 : 0);
    }
    assertThat(tenant.advice())
        .containsExactly(
            new Advice(
                Kind.IDLE,
                "hourly",
                null,
                "Lengthen the interval of schedule \"hourly\" from 3600 to 36000 seconds. Its runs hardly ever find anything.",
                "The schedule had 10 runs, one every 3600 seconds. 9 of them found nothing and took 2.250 s; the others removed 0.0 MB.",
                "storage: 36000 bytes / (10 runs * 3600 s) * (3600 s - 36000 s) / 2 = -16200 bytes; "
                    + "work: (2592000 s / 3600 s - 2592000 s / 36000 s) * 2.250 s / 9 runs = 162.000 s",
                -16_200L,
                162.0));
  }

  @Test
  void the_interval_of_idle_runs_stays_below_the_retention() {
    var keepsADay = schedule("keeps-a-day", Duration.ofHours(8), 1, "jobs");
    var keepsNothing = schedule("keeps-nothing", HOUR, 0, "jobs");
    var tenant = TenantBuilder.with(keepsADay, keepsNothing);
    for (int i = 1; i <= 20; i++) {
      tenant.run(keepsADay, Duration.ofHours(8).multipliedBy(i), 900, 0);
      tenant.run(keepsNothing, HOUR.multipliedBy(i), 900, 0);
    }
    assertThat(tenant.advice())
        .singleElement()
        .satisfies(one -> assertThat(one.recommendation()).contains("from 28800 to 86400 seconds"));
  }

  @Test
  void too_few_runs_are_chance() {
    var tenant = TenantBuilder.with(hourly);
    for (int i = 1; i <= 5; i++) {
      tenant.run(hourly, HOUR.multipliedBy(i), 250, i == 1 ? MB : 0);
    }
    assertThat(tenant.advice()).isEmpty();
    tenant.run(hourly, HOUR.multipliedBy(6), 250, 0);
    assertThat(tenant.kinds()).containsExactly(Kind.IDLE);
  }

  @Test
  void before_things_can_be_old_enough_no_run_is_idle() {
    var keepsADay = schedule("keeps-a-day", HOUR, 1, "jobs");
    var tenant = TenantBuilder.with(keepsADay);
    for (int i = 1; i <= 23; i++) {
      tenant.run(keepsADay, HOUR.multipliedBy(i), 250, 0);
    }
    assertThat(tenant.advice()).isEmpty();
    tenant.run(keepsADay, HOUR.multipliedBy(24), 250, 0);
    assertThat(tenant.kinds()).containsExactly(Kind.IDLE);
  }

  @Test
  void what_was_removed_by_hand_was_not_too_little() {
    var tenant = TenantBuilder.with(hourly);
    for (int i = 1; i <= 20; i++) {
      tenant.run(hourly, HOUR.multipliedBy(i), 250, i == 1 ? MB : 0);
      tenant.byHand(hourly, HOUR.multipliedBy(i).plusMinutes(30), MB);
    }
    assertThat(tenant.advice()).isEmpty();
  }

  @Test
  void what_a_schedule_removed_that_is_no_more_was_not_too_little() {
    var tenant = TenantBuilder.with(hourly);
    var gone = schedule("gone", HOUR, 30, "jobs");
    for (int i = 1; i <= 20; i++) {
      tenant.run(hourly, HOUR.multipliedBy(i), 250, i == 1 ? MB : 0);
      tenant.run(gone, HOUR.multipliedBy(i).plusMinutes(1), 250, MB);
    }
    assertThat(tenant.advice()).isEmpty();
  }

  @Test
  void runs_in_other_terms_and_dry_runs_and_failed_runs_prove_nothing() {
    Instant anew = START.plus(Duration.ofHours(50));
    var tenant = TenantBuilder.with(schedule(anew, "hourly", HOUR, 30, "jobs"));
    for (int i = 1; i <= 50; i++) { // the last one at the time at which it is added anew
      tenant.run(hourly, HOUR.multipliedBy(i), 250, 0);
    }
    for (int i = 51; i <= 70; i++) {
      tenant.dryRun(hourly, HOUR.multipliedBy(i), 0);
    }
    for (int i = 71; i <= 90; i++) {
      if (i % 2 == 0) {
        tenant.run(hourly, HOUR.multipliedBy(i), 250, i == 72 ? MB : 0);
      } else {
        tenant.failed(hourly, HOUR.multipliedBy(i));
      }
    }
    assertThat(tenant.advice()).isEmpty();
  }

  @Test
  void runs_at_one_time_prove_nothing_and_break_nothing() {
    var tenant = TenantBuilder.with(hourly, daily);
    for (int i = 1; i <= 30; i++) {
      tenant.run(hourly, HOUR, 250, MB).run(daily, HOUR, 250, MB);
    }
    assertThat(tenant.advice()).isEmpty();
  }

  @Test
  void much_that_lies_overdue_is_removed_sooner() {
    var tenant = TenantBuilder.with(daily);
    for (int i = 1; i <= 6; i++) {
      tenant.run(daily, DAY.multipliedBy(i), 2_000, 80 * MB);
    }
    assertThat(tenant.advice())
        .containsExactly(
            new Advice(
                Kind.OVERFULL,
                "daily",
                null,
                "Shorten the interval of schedule \"daily\" from 86400 to 43200 seconds. Less is then overdue between two runs. The additional runs cost work.",
                "The schedule had 5 runs, one every 86400 seconds, which removed 400.0 MB. Entries that arrive evenly are overdue for half of an interval. The shortest run took 2.000 s, which is taken as the cost of another run.",
                "storage: 400000000 bytes / 5 runs / 2 * (1 - 43200 s / 86400 s) = 20000000 bytes; "
                    + "work: (2592000 s / 86400 s - 2592000 s / 43200 s) * 2.000 s = -60.000 s",
                20_000_000L,
                -60.0));
  }

  @Test
  void an_interval_that_is_short_already_stays() {
    var eachMinute = schedule("each-minute", Duration.ofSeconds(1), 0, "jobs");
    var tenant = TenantBuilder.with(eachMinute);
    for (int i = 1; i <= 20; i++) {
      tenant.run(eachMinute, Duration.ofMinutes(i), 2_000, 800 * MB);
    }
    assertThat(tenant.advice()).isEmpty();
  }

  @Test
  void what_is_little_beside_what_is_kept_may_lie_about() {
    var keepsLong = schedule("keeps-long", DAY, 30, "jobs");
    var tenant = TenantBuilder.with(keepsLong);
    for (int i = 1; i <= 20; i++) {
      tenant.run(keepsLong, DAY.multipliedBy(i), 2_000, 800 * MB);
    }
    assertThat(tenant.advice()).isEmpty();
  }

  @Test
  void a_schedule_that_always_comes_too_late_goes() {
    var weekly = schedule("weekly", Duration.ofDays(7), 30, "jobs");
    var tenant = TenantBuilder.with(daily, weekly);
    for (int i = 1; i <= 35; i++) {
      tenant.run(daily, DAY.multipliedBy(i), 2_000, MB);
      if (i % 7 == 0) {
        tenant.run(weekly, DAY.multipliedBy(i).plusSeconds(3), 300, 0);
      }
    }
    assertThat(tenant.advice())
        .containsExactly(
            new Advice(
                Kind.OVERLAPPING,
                "weekly",
                null,
                "Remove schedule \"weekly\". Schedule \"daily\" always removes the same entries before.",
                "For target \"jobs\", 5 runs of schedule \"weekly\" (retention 30 days, every 604800 seconds) found nothing, while schedule \"daily\" (retention 2 days, every 86400 seconds) removed 34 items and objects.",
                "work: 2592000 s / 604800 s * 1.500 s / 5 runs = 1.286 s",
                null,
                1.286));
  }

  @Test
  void a_target_that_another_schedule_has_is_left_out_without_an_estimate() {
    var both = schedule("both", DAY, 30, "chunks", "jobs");
    var tenant = TenantBuilder.with(daily, both);
    for (int i = 1; i <= 10; i++) {
      Instant at = START.plus(DAY.multipliedBy(i));
      tenant.run(daily, DAY.multipliedBy(i), 2_000, MB);
      tenant.run(
          Trigger.SCHEDULED,
          List.of("both"),
          at.plusSeconds(3),
          300,
          List.of(step("chunks", "both", 30, at, MB, null), step("jobs", "both", 30, at, 0, null)));
    }
    Advice advice = tenant.advice().getFirst();
    assertThat(tenant.advice()).hasSize(1);
    assertThat(advice.recommendation())
        .isEqualTo(
            "Leave target \"jobs\" out of schedule \"both\". Schedule \"daily\" always removes its entries before.");
    assertThat(advice.formula()).isNull();
    assertThat(advice.processingSeconds()).isNull();
  }

  @Test
  void of_two_that_are_the_same_the_one_that_removes_stays() {
    var twin = schedule("a-twin", DAY, 2, "jobs");
    var tenant = TenantBuilder.with(daily, twin);
    for (int i = 1; i <= 10; i++) {
      tenant.run(daily, DAY.multipliedBy(i), 2_000, MB);
      tenant.run(twin, DAY.multipliedBy(i).plusSeconds(3), 2_000, 0);
    }
    assertThat(tenant.advice())
        .singleElement()
        .satisfies(
            one -> assertThat(one.recommendation()).startsWith("Remove schedule \"a-twin\""));
  }

  @Test
  void a_growing_target_is_told_with_what_it_will_take() {
    var keepsTen = schedule("keeps-ten", DAY, 10, "jobs");
    var tenant = TenantBuilder.with(keepsTen);
    for (int i = 1; i <= 21; i++) {
      tenant.run(keepsTen, DAY.multipliedBy(i), 2_000, i <= 11 ? 10 * MB : 20 * MB);
    }
    assertThat(tenant.advice())
        .containsExactly(
            new Advice(
                Kind.GROWING,
                "keeps-ten",
                "jobs",
                "Shorten the retention of schedule \"keeps-ten\" from 10 to 5 days, if that is long enough. Target \"jobs\" grows.",
                "Of target \"jobs\", runs removed 10.0 MB a day in 10 intervals, and then 20.0 MB a day in 10 intervals. At the later rate, 200.0 MB are kept under the retention of 10 days.",
                "storage: 200000000 bytes / 864000 s * (864000 s - 432000 s) = 100000000 bytes",
                100_000_000L,
                null));
  }

  @Test
  void one_day_is_told_in_the_singular() {
    var keepsThree = schedule("keeps-three", DAY, 3, "jobs");
    var tenant = TenantBuilder.with(keepsThree);
    for (int i = 1; i <= 21; i++) {
      tenant.run(keepsThree, DAY.multipliedBy(i), 2_000, i <= 11 ? 10 * MB : 20 * MB);
    }
    assertThat(tenant.advice())
        .filteredOn(one -> one.kind() == Kind.GROWING)
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.recommendation())
                    .contains("from 3 to 1 day, if that is long enough"));
  }

  @Test
  void one_large_run_is_not_growth() {
    var keepsTen = schedule("keeps-ten", DAY, 10, "jobs");
    var tenant = TenantBuilder.with(keepsTen);
    for (int i = 1; i <= 21; i++) {
      tenant.run(keepsTen, DAY.multipliedBy(i), 2_000, i == 17 ? 500 * MB : 10 * MB);
    }
    assertThat(tenant.advice()).isEmpty();
  }

  @Test
  void that_things_get_old_enough_is_not_growth() {
    var keepsTen = schedule("keeps-ten", DAY, 10, "jobs");
    var tenant = TenantBuilder.with(keepsTen);
    for (int i = 1; i <= 30; i++) {
      tenant.run(keepsTen, DAY.multipliedBy(i), 2_000, i <= 10 ? 0 : 20 * MB);
    }
    assertThat(tenant.advice()).isEmpty();
  }

  @Test
  void what_comes_again_after_a_longer_retention_is_not_growth() {
    var keepsTen = schedule("keeps-ten", DAY, 10, "jobs");
    var gone = schedule("gone", DAY, 0, "jobs");
    var tenant = TenantBuilder.with(keepsTen).run(gone, Duration.ofHours(1), 2_000, MB);
    for (int i = 1; i <= 25; i++) {
      tenant.run(keepsTen, DAY.multipliedBy(i), 2_000, i <= 10 ? i % 2 * 100L : 20 * MB);
    }
    assertThat(tenant.advice()).isEmpty();
  }

  @Test
  void a_target_that_fails_time_after_time_is_told_with_its_error() {
    var tenant = TenantBuilder.with(hourly);
    tenant.run(hourly, HOUR, 250, MB).failed(hourly, HOUR.multipliedBy(2));
    assertThat(tenant.advice()).isEmpty();
    tenant.failed(hourly, HOUR.multipliedBy(3));
    assertThat(tenant.advice())
        .containsExactly(
            new Advice(
                Kind.FAILING,
                "hourly",
                "jobs",
                "Find out why target \"jobs\" of schedule \"hourly\" fails. It is not cleaned up.",
                "The latest 2 runs with this target, from 2026-01-05T02:00:00.000Z to 2026-01-05T03:00:00.000Z, gave it up. The latest error was: A service did not answer.",
                null,
                null,
                null));
    tenant.byHand(hourly, HOUR.multipliedBy(4), MB);
    assertThat(tenant.advice()).isEmpty();
  }

  @Test
  void in_a_run_of_several_schedules_a_failure_is_of_the_one_whose_step_it_was() {
    var tenant = TenantBuilder.with(hourly, daily);
    for (int i = 1; i <= 3; i++) {
      Instant at = START.plus(HOUR.multipliedBy(i));
      tenant.run(
          Trigger.MANUAL,
          List.of("hourly", "daily"),
          at,
          500,
          List.of(step("jobs", "daily", 2, at, 0, "It is broken.")));
    }
    assertThat(tenant.advice())
        .singleElement()
        .satisfies(one -> assertThat(one.schedule()).isEqualTo("daily"));
  }

  @Test
  void a_schedule_whose_runs_outlast_its_interval_gets_a_longer_one() {
    var busy = schedule("busy", Duration.ofMinutes(5), 1, "jobs");
    var tenant = TenantBuilder.with(busy);
    for (int i = 1; i <= 5; i++) {
      tenant.run(busy, Duration.ofMinutes(7L * i), 390_000, 0);
    }
    assertThat(tenant.advice())
        .containsExactly(
            new Advice(
                Kind.SLOW,
                "busy",
                null,
                "Lengthen the interval of schedule \"busy\" from 300 to 840 seconds. Its runs take longer than its interval, and other schedules wait for them.",
                "Of its latest 5 runs, 5 took 300 seconds or more. All of them together took 1950.000 s.",
                null,
                null,
                null));
  }

  @Test
  void a_slow_schedule_is_not_made_to_run_more_often_nor_called_idle() {
    var busy = schedule("busy", Duration.ofMinutes(5), 0, "jobs");
    var idle = schedule("idle", Duration.ofMinutes(5), 30, "chunks");
    var tenant = TenantBuilder.with(busy, idle);
    for (int i = 1; i <= 20; i++) {
      tenant.run(busy, Duration.ofMinutes(13L * i), 390_000, 500 * MB);
      tenant.run(idle, Duration.ofMinutes(13L * i + 6), 390_000, 0);
    }
    assertThat(tenant.kinds()).containsExactly(Kind.SLOW, Kind.SLOW);
  }

  @Test
  void a_failing_schedule_is_mended_before_it_is_changed() {
    var tenant = TenantBuilder.with(hourly);
    for (int i = 1; i <= 20; i++) {
      tenant.run(hourly, HOUR.multipliedBy(i), 250, i == 1 ? MB : 0);
    }
    assertThat(tenant.kinds()).containsExactly(Kind.IDLE);
    tenant.failed(hourly, HOUR.multipliedBy(21)).failed(hourly, HOUR.multipliedBy(22));
    assertThat(tenant.kinds()).containsExactly(Kind.FAILING);
  }

  @Test
  void a_schedule_that_does_the_work_of_another_is_not_lengthened() {
    var sooner = schedule("sooner", HOUR, 5, "jobs");
    var tenant = TenantBuilder.with(hourly, sooner);
    for (int i = 1; i <= 21; i++) {
      tenant.run(sooner, HOUR.multipliedBy(i), 250, i == 15 ? 1_000 : 0);
      tenant.run(hourly, HOUR.multipliedBy(i).plusSeconds(3), 250, 0);
    }
    assertThat(tenant.kinds()).containsExactly(Kind.OVERLAPPING);
    tenant.schedules.remove(hourly);
    assertThat(tenant.kinds()).containsExactly(Kind.IDLE);
  }

  @Test
  void what_is_broken_comes_first_then_what_saves_the_most_and_no_more_than_twenty() {
    var tenant = new TenantBuilder();
    for (int n = 0; n < 25; n++) {
      var one = schedule("idle-%02d".formatted(n), HOUR, 30, "target_" + n);
      tenant.schedules.add(one);
      for (int i = 1; i <= 6; i++) {
        tenant.run(one, HOUR.multipliedBy(i), 100 + n, i == 1 ? MB : 0);
      }
    }
    tenant.schedules.add(daily);
    tenant.failed(daily, DAY).failed(daily, DAY.multipliedBy(2));
    List<Advice> advice = tenant.advice();
    assertThat(advice).hasSize(Advice.MOST);
    assertThat(advice.getFirst().kind()).isEqualTo(Kind.FAILING);
    assertThat(advice.get(1).schedule()).isEqualTo("idle-24");
    assertThat(advice.getLast().schedule()).isEqualTo("idle-06");
  }

  @Test
  void what_is_not_estimated_is_null_in_json() {
    var tenant =
        TenantBuilder.with(hourly).failed(hourly, HOUR).failed(hourly, HOUR.multipliedBy(2));
    JsonNode json = Json.SNAKE_CASE.valueToTree(tenant.advice().getFirst());
    assertThat(json.get("kind").textValue()).isEqualTo("failing");
    assertThat(json.get("target").textValue()).isEqualTo("jobs");
    assertThat(json.get("formula").isNull()).isTrue();
    assertThat(json.get("storage_bytes").isNull()).isTrue();
    assertThat(json.get("processing_seconds").isNull()).isTrue();
  }
}
