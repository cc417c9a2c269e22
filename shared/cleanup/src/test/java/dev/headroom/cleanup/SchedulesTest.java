package dev.headroom.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.runs.RunExecutor;
import dev.headroom.cleanup.runs.RunLease;
import dev.headroom.cleanup.runs.RunLeases;
import dev.headroom.cleanup.runs.TenantStates;
import dev.headroom.cleanup.schedules.Schedule;
import dev.headroom.cleanup.schedules.ScheduleSpec;
import dev.headroom.cleanup.targets.CleanupTargets;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When what is run. */
class SchedulesTest extends CleanupScenario {
  private static final TenantStates STATES = new TenantStates(world.dynamoDb, world.where.table());
  private static final RunLeases LEASES =
      new RunLeases(world.dynamoDb, world.where.table(), world.clock, new Random(1));

  @Test
  void a_schedule_is_run_by_the_tick_when_its_interval_has_passed_and_not_before() {
    put(2, 40);
    backend.schedules().add(tenant, TestDeployment.spec("hourly", 30));

    tick();
    assertThat(runs()).isEmpty();
    world.clock.advance(Duration.ofHours(1));
    tick();
    tick();

    assertThat(runs()).hasSize(1);
    assertThat(runs().getFirst().trigger()).isEqualTo(CleanupRun.Trigger.SCHEDULED);
    assertThat(runs().getFirst().schedules()).containsExactly("hourly");
    assertThat(counted().counts().items()).isEqualTo(2);
    Schedule schedule = backend.schedules().find(tenant, "hourly").orElseThrow();
    assertThat(schedule.lastRunId()).hasValue(runs().getFirst().id());
    assertThat(schedule.dueAt()).isEqualTo(schedule.createdAt().plus(Duration.ofHours(2)));
  }

  @Test
  void a_schedule_that_was_missed_many_times_is_run_once_and_stays_on_its_grid() {
    backend.schedules().add(tenant, TestDeployment.spec("hourly", 30));
    world.clock.advance(Duration.ofMinutes(60 * 24 + 17));

    tick();
    tick();

    assertThat(runs()).hasSize(1);
    Schedule schedule = backend.schedules().find(tenant, "hourly").orElseThrow();
    assertThat(schedule.dueAt()).isEqualTo(schedule.createdAt().plus(Duration.ofHours(25)));
  }

  @Test
  void a_schedule_that_is_run_before_its_time_counts_from_then() {
    backend.schedules().add(tenant, TestDeployment.spec("hourly", 30));
    world.clock.advance(Duration.ofMinutes(20));

    run(ALL);

    assertThat(backend.schedules().find(tenant, "hourly").orElseThrow().dueAt())
        .isEqualTo(world.clock.instant().plus(Duration.ofHours(1)));
  }

  @Test
  void many_ticks_at_once_run_a_schedule_once() {
    put(30, 40);
    backend.schedules().add(tenant, TestDeployment.spec("hourly", 30));
    world.clock.advance(Duration.ofHours(1));

    List<Callable<Cleanup.TickResult>> ticks = new ArrayList<>();
    for (int n = 0; n < 6; n++) {
      CleanupBackend process = world.backend();
      ticks.add(() -> process.cleanup().tick(() -> true));
    }
    var begun =
        dev.headroom.aws.InParallel.all(ticks).stream().mapToInt(Cleanup.TickResult::begun).sum();

    assertThat(begun).isEqualTo(1);
    assertThat(runs()).hasSize(1);
    assertThat(counted().counts().items()).isEqualTo(30);
  }

  @Test
  void of_many_that_are_due_the_most_pressing_is_run_first() {
    for (Priority priority :
        List.of(Priority.LOW, Priority.URGENT, Priority.NORMAL, Priority.HIGH)) {
      backend
          .schedules()
          .add(tenant, new ScheduleSpec(priority.name(), 60, 30, priority, List.of("items")));
    }
    world.clock.advance(Duration.ofMinutes(2));
    List<String> order = new ArrayList<>();
    var target =
        new Touching(
            world.items.new Target(world.dynamoDb, 100),
            () ->
                order.add(backend.history().underWay(tenant).orElseThrow().schedules().getFirst()));

    world.backend(world.dynamoDb, target).cleanup().tick(() -> true);

    assertThat(order).containsExactly("URGENT", "HIGH", "NORMAL", "LOW");
    assertThat(backend.schedules().all(tenant)).hasSize(4);
  }

  @Test
  void a_tenant_with_a_page_of_schedules_that_cannot_be_run_holds_up_no_other() {
    for (int n = 0; n < Schedule.MAX_OF_A_TENANT; n++) {
      backend.schedules().add(tenant, TestDeployment.spec("s%03d".formatted(n), 30));
    }
    String stuck = tenant;
    world.clock.advance(Duration.ofMinutes(1));
    aNewTenant();
    backend.schedules().add(tenant, TestDeployment.spec("behind", 30));
    world.clock.advance(Duration.ofHours(2));
    CleanupRun other = run(DRY);
    RunLease held = LEASES.begin(STATES.read(stuck), other, List.of()).orElseThrow();

    assertThat(tick().begun()).isEqualTo(1);

    assertThat(runs().getFirst().schedules()).containsExactly("behind");
    new RunExecutor(LEASES, new CleanupTargets(List.of()), world.clock).work(held, () -> true);
    assertThat(STATES.read(stuck).run()).isEmpty();
    backend
        .schedules()
        .all(stuck)
        .forEach(schedule -> backend.schedules().remove(stuck, schedule.name()));
  }

  @Test
  void a_schedule_is_added_once_and_removed_once() {
    var terms = TestDeployment.spec("daily", 30);
    assertThat(backend.schedules().add(tenant, terms).created()).isTrue();
    assertThat(backend.schedules().add(tenant, terms).created()).isFalse();
    assertThatThrownBy(() -> backend.schedules().add(tenant, TestDeployment.spec("daily", 31)))
        .isInstanceOf(HeadroomException.Conflict.class);

    assertThat(backend.schedules().remove(tenant, "daily")).isTrue();
    assertThat(backend.schedules().remove(tenant, "daily")).isFalse();
    assertThatThrownBy(() -> run(named("daily"))).isInstanceOf(HeadroomException.NotFound.class);
  }

  @Test
  void a_schedule_that_is_added_anew_is_not_moved_on_by_the_run_of_its_namesake() {
    backend.schedules().add(tenant, TestDeployment.spec("daily", 30));
    Schedule first = backend.schedules().find(tenant, "daily").orElseThrow();
    backend.schedules().remove(tenant, "daily");
    world.clock.advance(Duration.ofSeconds(1));
    var secondLess = new ScheduleSpec("daily", 3_599, 7, Priority.NORMAL, List.of("items"));
    assertThat(backend.schedules().add(tenant, secondLess).schedule().dueAt())
        .isEqualTo(first.dueAt());

    CleanupRun run = run(DUE);
    var advance = backend.schedules().advance(tenant, first, run.startedAt(), run.id());

    assertThat(LEASES.begin(STATES.read(tenant), run, List.of(advance))).isEmpty();
    assertThat(STATES.read(tenant).run()).isEmpty();
  }

  @Test
  void a_tenant_has_a_bounded_number_of_schedules_and_lists_them_by_pages() {
    for (int n = 0; n < Schedule.MAX_OF_A_TENANT; n++) {
      backend.schedules().add(tenant, TestDeployment.spec("s%03d".formatted(n), 30));
    }
    assertThatThrownBy(() -> backend.schedules().add(tenant, TestDeployment.spec("more", 30)))
        .isInstanceOf(HeadroomException.Conflict.class);

    List<String> names = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      var page = backend.schedules().list(tenant, 33, after);
      page.schedules().forEach(schedule -> names.add(schedule.name()));
      after = page.after();
    } while (after.isPresent());
    assertThat(names).hasSize(100).isSorted().doesNotHaveDuplicates();
    assertThat(run(ALL).schedules()).hasSize(100);
  }

  @Test
  void what_is_not_allowed_in_a_schedule_is_named() {
    assertThatThrownBy(() -> new ScheduleSpec("-x", 0, -1, Priority.LOW, List.of()))
        .isInstanceOfSatisfying(
            HeadroomException.Invalid.class,
            e ->
                assertThat(e.errors())
                    .extracting(error -> error.field())
                    .containsExactly("name", "interval_seconds", "retention_days"));
    assertThat(Stream.of("a", "daily_cleanup", "a.b-c", "_x", "9")).allMatch(ScheduleSpec::isName);
    assertThat(Stream.of("", ".", "-a", "a b", "a/b", "ä", "a#b", "x".repeat(101)))
        .noneMatch(ScheduleSpec::isName);
    assertThatThrownBy(
            () ->
                backend
                    .schedules()
                    .add(
                        tenant,
                        new ScheduleSpec("x", 1, 0, Priority.LOW, List.of("items", "nothing"))))
        .isInstanceOfSatisfying(
            HeadroomException.Invalid.class,
            e -> assertThat(e.errors().getFirst().field()).isEqualTo("targets[1]"));
  }
}
