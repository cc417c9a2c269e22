package dev.headroom.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.runs.RemovalCounts;
import dev.headroom.cleanup.runs.RunLease;
import dev.headroom.cleanup.schedules.Schedule;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A process whose clock runs ahead, and that hears by each event what time it is. */
class SkewAdjustedClockTest extends CleanupScenario {
  /** The clock of a process that runs ahead, and has heard what time it is. */
  private static SkewAdjustedClock ahead(Instant heard) {
    var clock = new SkewAdjustedClock(world.clock);
    clock.adjust(heard);
    return clock;
  }

  @Test
  void the_earlier_of_two_clocks_is_believed() {
    Instant now = world.clock.instant();
    assertThat(ahead(now.plusSeconds(60)).instant()).isEqualTo(now);
    SkewAdjustedClock clock = ahead(now.minusSeconds(60));
    assertThat(clock.instant()).isEqualTo(now.minusSeconds(60));

    world.clock.advance(Duration.ofSeconds(5));
    assertThat(clock.instant()).isEqualTo(now.minusSeconds(55));
    clock.adjust(now.plusSeconds(5));
    assertThat(clock.instant()).isEqualTo(now.plusSeconds(5));
  }

  @Test
  void a_clock_that_runs_ahead_is_not_believed() {
    put(3, 1);
    Instant byAnotherClock = world.clock.instant().minus(Duration.ofDays(100));

    CleanupRun run =
        world
            .backend(ahead(byAnotherClock), aTarget())
            .cleanup()
            .run(tenant, DUE, byAnotherClock.plusSeconds(20));

    assertThat(run.counts()).isEqualTo(RemovalCounts.NONE);
    assertThat(run.startedAt()).isEqualTo(byAnotherClock);
  }

  @Test
  void a_clock_that_runs_far_ahead_does_not_put_a_schedule_off() {
    backend.schedules().add(tenant, TestDeployment.spec("hourly", 30));
    Instant due = world.clock.instant().plus(Duration.ofHours(1));
    world.clock.advance(Duration.ofDays(400));
    CleanupBackend aYearAhead = world.backend(ahead(due), aTarget());
    aYearAhead.cleanup().tick(() -> true);
    aYearAhead.schedules().add(tenant, TestDeployment.spec("another", 30));
    world.clock.advance(Duration.ofDays(-400));

    assertThat(backend.schedules().all(tenant))
        .extracting(Schedule::dueAt)
        .containsOnly(due.plus(Duration.ofHours(1)));
    assertThat(backend.history().latest(tenant, 1).getFirst().startedAt()).isEqualTo(due);
  }

  @Test
  void a_clock_that_runs_far_ahead_keeps_no_run_that_its_process_did_not_end() {
    put(20, 40);
    Instant now = world.clock.instant();
    world.clock.advance(Duration.ofDays(400));
    Runnable kill =
        () -> {
          throw new AssertionError("killed");
        };
    CleanupBackend killed = world.backend(ahead(now), new Touching(aTarget(), kill));
    assertThatThrownBy(() -> killed.cleanup().run(tenant, ALL, now.plusSeconds(20)))
        .isInstanceOf(AssertionError.class);
    world.clock.advance(Duration.ofDays(-400).plus(RunLease.LENGTH));

    assertThat(tick().resumed()).isEqualTo(1);
    assertThat(world.items.all(tenant)).isEmpty();
  }
}
