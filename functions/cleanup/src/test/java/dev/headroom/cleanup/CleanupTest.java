package dev.headroom.cleanup;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.cleanup.CleanupRun.Status;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a user of clean-up may rely on, while nothing goes wrong. */
class CleanupTest {
  private static final Cleanup.Request ALL = new Cleanup.Request(Optional.empty(), true, false);
  private static final Cleanup.Request DUE = new Cleanup.Request(Optional.empty(), false, false);
  private static final Cleanup.Request DRY = new Cleanup.Request(Optional.empty(), true, true);
  private static CleanupWorld world;
  private static CleanupBackend backend;
  private static int tenants;
  private String tenant = "";

  @BeforeAll
  static void open() {
    world = new CleanupWorld();
    backend = world.backend();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @BeforeEach
  void aNewTenant() {
    tenant = "tenant-" + ++tenants;
  }

  /** No other test's tick finds it due. */
  @AfterEach
  void removeSchedules() {
    backend
        .schedules()
        .all(tenant)
        .forEach(schedule -> backend.schedules().remove(tenant, schedule.name()));
  }

  private static Cleanup.Request named(String schedule) {
    return new Cleanup.Request(Optional.of(schedule), false, false);
  }

  private CleanupRun run(Cleanup.Request wish) {
    return run(backend, wish);
  }

  private CleanupRun run(CleanupBackend by, Cleanup.Request wish) {
    return run(by, wish, 20);
  }

  private CleanupRun run(CleanupBackend by, Cleanup.Request wish, int seconds) {
    return by.cleanup().run(tenant, wish, Instant.MAX, world.clock.instant().plusSeconds(seconds));
  }

  private Cleanup.Ticked tick() {
    return backend.cleanup().tick(Instant.MAX, () -> true);
  }

  private CleanupStatistics.Counted counted() {
    return backend.statistics().of(tenant);
  }

  private List<CleanupRun> runs() {
    return backend.history().latest(tenant, 100);
  }

  private void put(int count, int daysAgo) {
    IntStream.range(0, count)
        .forEach(
            n ->
                world.things.put(
                    tenant, "t%d-%d".formatted(daysAgo, n), world.daysAgo(daysAgo), n % 3));
  }

  @Test
  void without_schedules_what_is_older_than_the_usual_retention_goes() {
    put(20, 31);
    put(5, 29);
    long bytes =
        world.things.all(tenant).values().stream()
            .filter(this::isOld)
            .mapToLong(Things.Counted::bytes)
            .sum();

    CleanupRun run = run(DUE);

    assertThat(run.status()).isEqualTo(Status.COMPLETED);
    assertThat(run.tally()).isEqualTo(new Tally(39, 20, 19, bytes, 0));
    assertThat(world.things.all(tenant)).hasSize(5);
    assertThat(world.things.areWhole(tenant)).isTrue();
  }

  private boolean isOld(Things.Counted thing) {
    return thing.usedAt().isBefore(world.daysAgo(30));
  }

  @Test
  void a_dry_run_removes_nothing_and_equals_the_run_that_follows() {
    put(30, 40);
    put(3, 1);

    CleanupRun dry = run(DRY);
    assertThat(world.things.all(tenant)).hasSize(33);
    assertThat(counted().total()).isZero();
    world.clock.advance(Duration.ofMillis(1));
    CleanupRun real = run(ALL);

    assertThat(dry.tally()).isEqualTo(real.tally());
    assertThat(dry.tally().items()).isEqualTo(30);
    assertThat(runs()).extracting(CleanupRun::dryRun).containsExactly(false, true);
  }

  @Test
  void what_is_as_old_as_the_retention_to_the_millisecond_is_kept() {
    world.things.put(tenant, "as-old", world.daysAgo(30), 1);
    world.things.put(tenant, "older", world.daysAgo(30).minusMillis(1), 1);

    run(DUE);

    assertThat(world.things.all(tenant)).containsOnlyKeys("as-old");
  }

  @Test
  void a_retention_of_0_keeps_what_is_in_use() {
    put(3, 1);
    world.things.hold(tenant, "t1-1");
    backend.schedules().add(tenant, CleanupWorld.terms("everything", 0));

    CleanupRun run = run(named("everything"));

    assertThat(run.tally().items()).isEqualTo(2);
    assertThat(world.things.all(tenant)).containsOnlyKeys("t1-1");
  }

  @Test
  void no_run_finds_what_is_another_tenants() {
    put(3, 100);
    String other = tenant;
    aNewTenant();

    assertThat(run(ALL).tally()).isEqualTo(Tally.NONE);
    assertThat(world.things.all(other)).hasSize(3);
    assertThat(backend.history().latest(other, 10)).isEmpty();
  }

  @Test
  void a_clock_that_runs_ahead_is_not_believed() {
    put(3, 1);
    Instant byAnotherClock = world.clock.instant().minus(Duration.ofDays(100));

    CleanupRun run =
        backend.cleanup().run(tenant, DUE, byAnotherClock, world.clock.instant().plusSeconds(20));

    assertThat(run.tally()).isEqualTo(Tally.NONE);
    assertThat(run.asOf()).isEqualTo(byAnotherClock);
  }

  @Test
  void a_schedule_is_run_by_the_tick_when_its_interval_has_passed_and_not_before() {
    put(2, 40);
    backend.schedules().add(tenant, CleanupWorld.terms("hourly", 30));

    tick();
    assertThat(runs()).isEmpty();
    world.clock.advance(Duration.ofHours(1));
    tick();
    tick();

    assertThat(runs()).hasSize(1);
    assertThat(runs().getFirst().trigger()).isEqualTo(CleanupRun.Trigger.SCHEDULED);
    assertThat(runs().getFirst().schedules()).containsExactly("hourly");
    assertThat(counted().tally().items()).isEqualTo(2);
    Schedule schedule = backend.schedules().find(tenant, "hourly").orElseThrow();
    assertThat(schedule.lastRunId()).hasValue(runs().getFirst().id());
    assertThat(schedule.dueAt()).isEqualTo(schedule.createdAt().plus(Duration.ofHours(2)));
  }

  @Test
  void a_schedule_that_was_missed_many_times_is_run_once_and_stays_on_its_grid() {
    backend.schedules().add(tenant, CleanupWorld.terms("hourly", 30));
    world.clock.advance(Duration.ofMinutes(60 * 24 + 17));

    tick();
    tick();

    assertThat(runs()).hasSize(1);
    Schedule schedule = backend.schedules().find(tenant, "hourly").orElseThrow();
    assertThat(schedule.dueAt()).isEqualTo(schedule.createdAt().plus(Duration.ofHours(25)));
  }

  @Test
  void many_ticks_at_once_run_a_schedule_once() {
    put(30, 40);
    backend.schedules().add(tenant, CleanupWorld.terms("hourly", 30));
    world.clock.advance(Duration.ofHours(1));

    List<Callable<Cleanup.Ticked>> ticks = new ArrayList<>();
    for (int n = 0; n < 6; n++) {
      CleanupBackend process = world.backend();
      ticks.add(() -> process.cleanup().tick(Instant.MAX, () -> true));
    }
    var begun =
        dev.headroom.aws.InParallel.all(ticks).stream().mapToInt(Cleanup.Ticked::begun).sum();

    assertThat(begun).isEqualTo(1);
    assertThat(runs()).hasSize(1);
    assertThat(counted().tally().items()).isEqualTo(30);
  }

  @Test
  void of_many_that_are_due_the_most_pressing_is_run_first() {
    for (Priority priority :
        List.of(Priority.LOW, Priority.URGENT, Priority.NORMAL, Priority.HIGH)) {
      backend
          .schedules()
          .add(tenant, new Schedule.Terms(priority.name(), 60, 30, priority, List.of("things")));
    }
    world.clock.advance(Duration.ofMinutes(2));
    List<String> order = new ArrayList<>();
    var target =
        new Touching(
            world.things.new Target(world.dynamoDb, 100),
            () ->
                order.add(backend.history().underWay(tenant).orElseThrow().schedules().getFirst()));

    world.backend(world.dynamoDb, target).cleanup().tick(Instant.MAX, () -> true);

    assertThat(order).containsExactly("URGENT", "HIGH", "NORMAL", "LOW");
    assertThat(backend.schedules().all(tenant)).hasSize(4);
  }

  @Test
  void what_one_process_has_no_time_for_another_goes_on_with() {
    put(50, 40);
    backend.schedules().add(tenant, CleanupWorld.terms("hourly", 30));
    world.clock.advance(Duration.ofHours(1));
    var pages = new AtomicInteger();

    backend.cleanup().tick(Instant.MAX, () -> pages.incrementAndGet() <= 6);
    CleanupRun halfway = backend.history().underWay(tenant).orElseThrow();
    assertThat(halfway.tally().items()).isBetween(1L, 49L);
    assertThat(counted().tally()).isEqualTo(halfway.tally());
    assertThat(counted().total()).isZero();
    assertThat(tick()).isEqualTo(new Cleanup.Ticked(0, 1));

    assertThat(runs()).hasSize(1);
    assertThat(runs().getFirst().tally().items()).isEqualTo(50);
    assertThat(counted().tally()).isEqualTo(runs().getFirst().tally());
    assertThat(world.things.areWhole(tenant)).isTrue();
  }

  @Test
  void a_page_of_more_than_a_transaction_takes_is_removed_in_several() {
    put(120, 40);

    CleanupRun run =
        run(world.backend(world.dynamoDb, world.things.new Target(world.dynamoDb, 200)), ALL);

    assertThat(run.status()).isEqualTo(Status.COMPLETED);
    assertThat(run.tally().items()).isEqualTo(120);
    assertThat(world.things.areWhole(tenant)).isTrue();
  }

  @Test
  void what_is_used_again_before_it_can_be_removed_is_kept_with_its_objects() {
    put(10, 40);
    var target =
        new Touching(
            world.things.new Target(world.dynamoDb, 100),
            () -> {
              world.things.use(tenant, "t40-4", world.clock.instant());
              world.things.remove(tenant, "t40-5");
            });

    CleanupRun run = run(world.backend(world.dynamoDb, target), ALL);

    assertThat(world.things.all(tenant)).containsOnlyKeys("t40-4");
    assertThat(world.things.areWhole(tenant)).isTrue();
    assertThat(run.tally().items()).isEqualTo(8);
    assertThat(run.tally().kept()).isEqualTo(2); // and its object; the one that is gone is nobody's
    assertThat(run.tally().found()).isEqualTo(run.tally().files() + 2);
  }

  /** Has something happen between finding and removing. */
  private record Touching(CleanupTarget target, Runnable meanwhile) implements CleanupTarget {
    @Override
    public String name() {
      return target.name();
    }

    @Override
    public Page find(Scope scope, Optional<String> from) {
      Page found = target.find(scope, from);
      meanwhile.run();
      return found;
    }

    @Override
    public void erase(List<String> keys) {
      target.erase(keys);
    }
  }

  /** Fails at some calls. */
  private static final class Failing implements CleanupTarget {
    private final CleanupTarget target;
    private final AtomicInteger finds = new AtomicInteger();
    private final AtomicInteger erasures = new AtomicInteger();
    private final int goodFinds;
    private final int goodErasures;

    Failing(CleanupTarget target, int goodFinds, int goodErasures) {
      this.target = target;
      this.goodFinds = goodFinds;
      this.goodErasures = goodErasures;
    }

    @Override
    public String name() {
      return "failing";
    }

    @Override
    public Page find(Scope scope, Optional<String> from) {
      if (finds.incrementAndGet() > goodFinds) {
        throw new IllegalStateException("find");
      }
      return target.find(scope, from);
    }

    @Override
    public void erase(List<String> keys) {
      if (erasures.incrementAndGet() > goodErasures) {
        throw new IllegalStateException("erase");
      }
      target.erase(keys);
    }
  }

  /** A target that fails half-way, and one after it that does not. */
  private CleanupBackend failing(int goodFinds, int goodErasures) {
    return world.backend(
        world.dynamoDb,
        new Failing(
            world.things.new Target(world.dynamoDb, CleanupWorld.PAGE), goodFinds, goodErasures),
        new Touching(world.things.new Target(world.dynamoDb, 100), () -> {}));
  }

  private CleanupRun patiently(CleanupBackend by) {
    assertThat(run(by, ALL).status()).isEqualTo(Status.RUNNING);
    for (int minute = 0; minute < 3; minute++) {
      world.clock.advance(Duration.ofMinutes(1));
      by.cleanup().tick(Instant.MAX, () -> true);
    }
    return by.history().latest(tenant, 1).getFirst();
  }

  @Test
  void a_target_that_fails_half_way_is_tried_again_and_then_given_up_and_the_others_are_done() {
    put(20, 40);

    CleanupRun run = patiently(failing(2, 1_000));

    assertThat(run.status()).isEqualTo(Status.FAILED);
    assertThat(run.steps().get(0).tally().items()).isEqualTo(14);
    assertThat(run.steps().get(0).error()).contains(run.id()).doesNotContain("find");
    assertThat(run.steps().get(1).tally().items()).isEqualTo(6);
    assertThat(run.steps().get(1).error()).isNull();
    assertThat(world.things.all(tenant)).isEmpty();
    assertThat(counted().failed()).isEqualTo(1);
    assertThat(counted().tally().items()).isEqualTo(20);
  }

  @Test
  void objects_that_cannot_be_erased_are_not_counted_as_removed() {
    put(20, 40);

    CleanupRun run = patiently(failing(1_000, 1));

    long left = world.things.withObjects(tenant).size();
    assertThat(left).isPositive();
    assertThat(run.status()).isEqualTo(Status.FAILED);
    assertThat(run.tally().items()).isEqualTo(20);
    long objects = IntStream.range(0, 20).map(n -> n % 3).sum();
    assertThat(run.tally().objects()).isLessThan(objects);
    assertThat(run.tally().found()).isEqualTo(20 + objects);
  }

  @Test
  void what_a_target_left_that_is_gone_from_the_deployment_no_other_target_erases() {
    put(20, 40);
    var before = new Failing(world.things.new Target(world.dynamoDb, 100), 1, 0);
    var other = world.things.new Target(world.dynamoDb, 100);
    assertThat(run(world.backend(world.dynamoDb, before, other), ALL).status())
        .isEqualTo(Status.RUNNING);
    Set<String> left = world.things.withObjects(tenant);
    assertThat(left).isNotEmpty();

    world.clock.advance(Duration.ofMinutes(1));
    CleanupBackend deployedAnew = world.backend(world.dynamoDb, other);
    deployedAnew.cleanup().tick(Instant.MAX, () -> true);

    CleanupRun run = runs().getFirst();
    assertThat(run.status()).isEqualTo(Status.FAILED);
    assertThat(run.steps().getFirst().error()).contains("no such target");
    assertThat(run.steps().getFirst().tally().items()).isEqualTo(20);
    assertThat(run.tally().objects()).isZero();
    assertThat(world.things.withObjects(tenant)).isEqualTo(left);
  }

  @Test
  void runs_of_one_tenant_do_not_overlap() {
    var inside = new ArrayList<String>();
    var target =
        new Touching(
            world.things.new Target(world.dynamoDb, 100),
            () ->
                assertThatThrownBy(
                        () ->
                            backend.cleanup().run(tenant, ALL, Instant.MAX, world.clock.instant()))
                    .isInstanceOf(HeadroomException.Conflict.class)
                    .hasMessageContaining("cleanup_")
                    .satisfies(_ -> inside.add("refused")));

    run(world.backend(world.dynamoDb, target), ALL);

    assertThat(inside).isNotEmpty();
    assertThat(runs()).hasSize(1);
  }

  @Test
  void of_several_schedules_the_shortest_retention_decides_for_each_target() {
    put(2, 40);
    put(2, 10);
    backend.schedules().add(tenant, CleanupWorld.terms("a-month", 30));
    backend.schedules().add(tenant, CleanupWorld.terms("a-week", 7));

    assertThat(run(DUE).steps()).isEmpty(); // none is due
    CleanupRun run = run(ALL);

    assertThat(run.schedules()).containsExactly("a-month", "a-week");
    assertThat(run.steps()).hasSize(1);
    assertThat(run.steps().getFirst().schedule()).isEqualTo("a-week");
    assertThat(run.tally().items()).isEqualTo(4);
  }

  @Test
  void a_schedule_is_added_once_and_removed_once() {
    var terms = CleanupWorld.terms("daily", 30);
    assertThat(backend.schedules().add(tenant, terms).created()).isTrue();
    assertThat(backend.schedules().add(tenant, terms).created()).isFalse();
    assertThatThrownBy(() -> backend.schedules().add(tenant, CleanupWorld.terms("daily", 31)))
        .isInstanceOf(HeadroomException.Conflict.class);

    assertThat(backend.schedules().remove(tenant, "daily")).isTrue();
    assertThat(backend.schedules().remove(tenant, "daily")).isFalse();
    assertThatThrownBy(() -> run(named("daily"))).isInstanceOf(HeadroomException.NotFound.class);
  }

  @Test
  void a_schedule_that_is_added_anew_is_not_moved_on_by_the_run_of_its_namesake() {
    backend.schedules().add(tenant, CleanupWorld.terms("daily", 30));
    Schedule first = backend.schedules().find(tenant, "daily").orElseThrow();
    backend.schedules().remove(tenant, "daily");
    world.clock.advance(Duration.ofSeconds(1));
    var secondLess = new Schedule.Terms("daily", 3_599, 7, Priority.NORMAL, List.of("things"));
    assertThat(backend.schedules().add(tenant, secondLess).schedule().dueAt())
        .isEqualTo(first.dueAt());

    var desk = new Desk(world.dynamoDb, world.where.table(), world.clock, new java.util.Random(1));
    CleanupRun run = run(DUE);
    var free = desk.read(tenant);

    assertThat(desk.begin(free, run, List.of(first))).isEmpty();
    assertThat(desk.read(tenant).run()).isEmpty();
  }

  @Test
  void a_tenant_has_a_bounded_number_of_schedules_and_lists_them_by_pages() {
    for (int n = 0; n < Schedule.MAX_OF_A_TENANT; n++) {
      backend.schedules().add(tenant, CleanupWorld.terms("s%03d".formatted(n), 30));
    }
    assertThatThrownBy(() -> backend.schedules().add(tenant, CleanupWorld.terms("more", 30)))
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
  void ended_runs_are_listed_by_pages_the_latest_first_and_removed_when_their_time_is_over() {
    for (int n = 0; n < 5; n++) {
      run(DUE);
      world.clock.advance(Duration.ofDays(7));
    }
    List<CleanupRun> listed = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      var page = backend.history().list(tenant, 2, after);
      listed.addAll(page.runs());
      after = page.after();
    } while (after.isPresent());
    assertThat(listed).hasSize(5).isEqualTo(runs());
    assertThat(listed.stream().map(CleanupRun::startedAt).toList().reversed()).isSorted();

    CleanupRun run = run(DUE);

    assertThat(run.steps())
        .extracting(CleanupRun.Step::target)
        .containsExactly("things", "history");
    assertThat(run.steps().getLast().tally().items()).isEqualTo(1);
    assertThat(runs()).hasSize(5); // of the days 7, 14, 21 and 28, and this one
    assertThat(backend.history().find(tenant, run.id())).hasValue(runs().getFirst());
    assertThat(backend.history().find(tenant, listed.getLast().id())).isEmpty();
  }

  @Test
  void a_reset_ends_an_epoch_in_which_every_removal_of_it_is_counted() {
    put(20, 40);
    put(1, 50);
    run(DUE);

    CleanupStatistics.Counted ended = backend.statistics().reset(tenant);
    assertThat(ended.epoch()).isZero();
    assertThat(ended.tally().items()).isEqualTo(21);
    assertThat(counted().epoch()).isEqualTo(1);
    assertThat(counted().since()).isPresent();
    assertThat(counted().total()).isZero();
    assertThat(counted().tally().files()).isZero();
    assertThat(counted().percentage()).isEmpty();
    assertThat(counted().averageTime()).isEmpty();
    assertThat(counted().lastEndedAt()).isEmpty();

    put(3, 60);
    run(DUE);
    assertThat(counted().tally().items()).isEqualTo(3);
    assertThat(counted().percentage()).hasValue(100);
    assertThat(counted().total()).isEqualTo(1);
    assertThat(counted().byTarget().keySet()).contains("things");
  }

  @Test
  void resets_while_a_run_counts_lose_nothing() {
    put(60, 40);
    List<CleanupStatistics.Counted> ended = new ArrayList<>();
    var target =
        new Touching(
            world.things.new Target(world.dynamoDb, CleanupWorld.PAGE),
            () -> ended.add(backend.statistics().reset(tenant)));

    run(world.backend(world.dynamoDb, target), ALL);

    ended.add(counted());
    assertThat(ended.stream().map(CleanupStatistics.Counted::epoch).collect(toSet()))
        .hasSize(ended.size());
    assertThat(ended.stream().mapToLong(epoch -> epoch.tally().items()).sum()).isEqualTo(60);
    assertThat(ended.stream().mapToLong(CleanupStatistics.Counted::total).sum()).isEqualTo(1);
  }

  @Test
  void what_is_found_before_a_reset_and_erased_after_it_is_all_of_the_later_epoch() {
    put(20, 40);
    List<CleanupStatistics.Counted> epochs = new ArrayList<>();
    var target =
        new Erasing(
            world.things.new Target(world.dynamoDb, CleanupWorld.PAGE),
            () -> epochs.add(backend.statistics().reset(tenant)));

    CleanupRun run = run(world.backend(world.dynamoDb, target), ALL);

    epochs.add(counted());
    assertThat(epochs).hasSize(4);
    assertThat(epochs)
        .allSatisfy(epoch -> assertThat(epoch.tally().found()).isEqualTo(epoch.tally().files()));
    assertThat(
            epochs.stream().map(CleanupStatistics.Counted::tally).reduce(Tally.NONE, Tally::plus))
        .isEqualTo(run.tally());
  }

  /** Has something happen between the removal of items and that of their objects. */
  private record Erasing(CleanupTarget target, Runnable meanwhile) implements CleanupTarget {
    @Override
    public String name() {
      return target.name();
    }

    @Override
    public Page find(Scope scope, Optional<String> from) {
      return target.find(scope, from);
    }

    @Override
    public void erase(List<String> keys) {
      meanwhile.run();
      target.erase(keys);
    }
  }

  @Test
  void a_page_that_no_process_comes_back_from_is_given_up_and_the_others_are_done() {
    put(5, 40);
    var deadly =
        new Touching(
            world.things.new Target(world.dynamoDb, 100),
            () -> {
              throw new StackOverflowError();
            });
    var after =
        new Erasing(new Failing(world.things.new Target(world.dynamoDb, 100), 9, 9), () -> {});
    CleanupBackend by = world.backend(world.dynamoDb, deadly, after);

    assertThatThrownBy(() -> run(by, ALL)).isInstanceOf(StackOverflowError.class);
    int deaths = 0;
    while (by.history().underWay(tenant).isPresent() && deaths < 20) {
      world.clock.advance(Duration.ofMinutes(2));
      try {
        by.cleanup().tick(Instant.MAX, () -> true);
      } catch (StackOverflowError expected) {
        assertThat(expected).hasMessage(null);
        deaths++;
      }
    }

    assertThat(deaths).isEqualTo(5);
    CleanupRun run = runs().getFirst();
    assertThat(run.status()).isEqualTo(Status.FAILED);
    assertThat(run.steps().get(0).error()).isNotNull();
    assertThat(run.steps().get(1).error()).isNull();
    assertThat(run.steps().get(1).tally().items()).isEqualTo(5);
  }

  @Test
  void a_run_that_many_processes_leave_in_turn_goes_on_to_its_end() {
    put(100, 40);
    run(world.backend(), new Cleanup.Request(Optional.empty(), true, false), 0);

    for (int tick = 0; tick < 12; tick++) {
      var pages = new AtomicInteger();
      backend.cleanup().tick(Instant.MAX, () -> pages.incrementAndGet() <= 3);
    }
    tick();

    assertThat(runs().getFirst().status()).isEqualTo(Status.COMPLETED);
    assertThat(runs().getFirst().tally().items()).isEqualTo(100);
  }

  @Test
  void a_tenant_with_a_page_of_schedules_that_cannot_be_run_holds_up_no_other() {
    for (int n = 0; n < Schedule.MAX_OF_A_TENANT; n++) {
      backend.schedules().add(tenant, CleanupWorld.terms("s%03d".formatted(n), 30));
    }
    String stuck = tenant;
    world.clock.advance(Duration.ofMinutes(1));
    aNewTenant();
    backend.schedules().add(tenant, CleanupWorld.terms("behind", 30));
    world.clock.advance(Duration.ofHours(2));
    var desk = new Desk(world.dynamoDb, world.where.table(), world.clock, new java.util.Random(1));
    CleanupRun other = run(DRY);
    Desk.State held = desk.begin(desk.read(stuck), other, List.of()).orElseThrow();

    assertThat(tick().begun()).isEqualTo(1);

    assertThat(runs().getFirst().schedules()).containsExactly("behind");
    assertThat(desk.finish(held, other)).isTrue();
    backend
        .schedules()
        .all(stuck)
        .forEach(schedule -> backend.schedules().remove(stuck, schedule.name()));
  }

  @Test
  void a_dry_run_under_way_counts_nothing() {
    put(20, 40);
    var by = new Erasing(world.things.new Target(world.dynamoDb, CleanupWorld.PAGE), () -> {});
    var pages = new AtomicInteger();
    var slow =
        new Touching(
            by,
            () -> {
              pages.incrementAndGet();
              world.clock.advance(Duration.ofSeconds(50));
            });

    CleanupRun run = run(world.backend(world.dynamoDb, slow), DRY);

    assertThat(run.status()).isEqualTo(Status.RUNNING);
    assertThat(run.tally().items()).isEqualTo(7);
    assertThat(counted().tally()).isEqualTo(Tally.NONE);
    tick();
    assertThat(runs().getFirst().tally().items()).isEqualTo(20);
    assertThat(counted().byTarget()).isEmpty();
  }

  @Test
  void a_run_whose_time_to_live_is_over_is_not_shown_though_it_is_there() {
    CleanupRun run = run(DUE);
    world.clock.advance(Desk.RUNS_KEPT.minusSeconds(1));
    assertThat(backend.history().find(tenant, run.id())).isPresent();
    world.clock.advance(Duration.ofSeconds(2));

    assertThat(backend.history().find(tenant, run.id())).isEmpty();
    assertThat(runs()).isEmpty();
  }

  @Test
  void a_run_that_began_long_ago_and_ended_of_late_is_remembered() {
    CleanupRun begun = run(backend, DUE, 0);
    assertThat(begun.status()).isEqualTo(Status.RUNNING);
    world.clock.advance(Duration.ofDays(10));
    tick();
    world.clock.advance(Duration.ofDays(25));
    run(DUE);
    assertThat(backend.history().find(tenant, begun.id())).isPresent();

    world.clock.advance(Duration.ofDays(6));
    run(DUE);
    assertThat(backend.history().find(tenant, begun.id())).isEmpty();
  }

  @Test
  void a_run_is_its_workers_while_it_finds_nothing() {
    var pages = new AtomicInteger();
    var empty =
        new CleanupTarget() {
          @Override
          public String name() {
            return "empty";
          }

          @Override
          public Page find(Scope scope, Optional<String> from) {
            world.clock.advance(Duration.ofSeconds(40));
            assertThat(tick().resumed()).isZero();
            return new Page(
                List.of(), pages.incrementAndGet() < 6 ? Optional.of("more") : Optional.empty());
          }

          @Override
          public void erase(List<String> keys) {
            throw new AssertionError("There is nothing");
          }
        };

    assertThat(
            world
                .backend(world.dynamoDb, empty)
                .cleanup()
                .run(tenant, ALL, Instant.MAX, Instant.MAX)
                .status())
        .isEqualTo(Status.COMPLETED);
    assertThat(pages).hasValue(6);
  }

  @Test
  void a_schedule_that_is_run_before_its_time_counts_from_then() {
    backend.schedules().add(tenant, CleanupWorld.terms("hourly", 30));
    world.clock.advance(Duration.ofMinutes(20));

    run(ALL);

    assertThat(backend.schedules().find(tenant, "hourly").orElseThrow().dueAt())
        .isEqualTo(world.clock.instant().plus(Duration.ofHours(1)));
  }

  @Test
  void a_clock_that_runs_far_ahead_does_not_put_a_schedule_off() {
    backend.schedules().add(tenant, CleanupWorld.terms("hourly", 30));
    Instant now = world.clock.instant();
    world.clock.advance(Duration.ofDays(400));
    backend.cleanup().tick(now, () -> true);

    assertThat(backend.schedules().find(tenant, "hourly").orElseThrow().dueAt())
        .isEqualTo(now.plus(Duration.ofHours(1)));
    assertThat(runs().getFirst().asOf()).isEqualTo(now);
  }

  @Test
  void what_is_not_allowed_in_a_schedule_is_named() {
    assertThatThrownBy(() -> new Schedule.Terms("-x", 0, -1, Priority.LOW, List.of()))
        .isInstanceOfSatisfying(
            HeadroomException.Invalid.class,
            e ->
                assertThat(e.errors())
                    .extracting(error -> error.field())
                    .containsExactly("name", "interval_seconds", "retention_days"));
    assertThat(Stream.of("a", "daily_cleanup", "a.b-c", "_x", "9"))
        .allMatch(Schedule.Terms::isName);
    assertThat(Stream.of("", ".", "-a", "a b", "a/b", "ä", "a#b", "x".repeat(101)))
        .noneMatch(Schedule.Terms::isName);
    assertThatThrownBy(
            () ->
                backend
                    .schedules()
                    .add(
                        tenant,
                        new Schedule.Terms("x", 1, 0, Priority.LOW, List.of("things", "nothing"))))
        .isInstanceOfSatisfying(
            HeadroomException.Invalid.class,
            e -> assertThat(e.errors().getFirst().field()).isEqualTo("targets[1]"));
  }
}
