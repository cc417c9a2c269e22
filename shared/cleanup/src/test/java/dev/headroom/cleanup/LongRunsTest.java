package dev.headroom.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.runs.CleanupRun.Status;
import dev.headroom.cleanup.runs.RemovalCounts;
import dev.headroom.cleanup.targets.CleanupTarget;
import dev.headroom.errors.HeadroomException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Runs that more than one process works on, or that something fails. */
class LongRunsTest extends CleanupScenario {
  @Test
  void what_one_process_has_no_time_for_another_goes_on_with() {
    put(50, 40);
    backend.schedules().add(tenant, TestDeployment.spec("hourly", 30));
    world.clock.advance(Duration.ofHours(1));
    var pages = new AtomicInteger();

    backend.cleanup().tick(() -> pages.incrementAndGet() <= 6);
    CleanupRun halfway = backend.history().underWay(tenant).orElseThrow();
    assertThat(halfway.counts().items()).isBetween(1L, 49L);
    assertThat(counted().counts()).isEqualTo(halfway.counts());
    assertThat(counted().total()).isZero();
    assertThat(tick()).isEqualTo(new Cleanup.TickResult(0, 1));

    assertThat(runs()).hasSize(1);
    assertThat(runs().getFirst().counts().items()).isEqualTo(50);
    assertThat(counted().counts()).isEqualTo(runs().getFirst().counts());
    assertThat(world.items.areWhole(tenant)).isTrue();
  }

  @Test
  void runs_of_one_tenant_do_not_overlap() {
    var inside = new ArrayList<String>();
    var target =
        new Touching(
            world.items.new Target(world.dynamoDb, 100),
            () ->
                assertThatThrownBy(() -> backend.cleanup().run(tenant, ALL, world.clock.instant()))
                    .isInstanceOf(HeadroomException.Conflict.class)
                    .hasMessageContaining("cleanup_")
                    .satisfies(_ -> inside.add("refused")));

    run(world.backend(world.dynamoDb, target), ALL);

    assertThat(inside).isNotEmpty();
    assertThat(runs()).hasSize(1);
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
                List.of(),
                pages.incrementAndGet() < 6 ? Optional.of("page " + pages) : Optional.empty());
          }

          @Override
          public void erase(List<String> keys) {
            throw new AssertionError("There is nothing");
          }
        };

    assertThat(
            world.backend(world.dynamoDb, empty).cleanup().run(tenant, ALL, Instant.MAX).status())
        .isEqualTo(Status.COMPLETED);
    assertThat(pages).hasValue(6);
  }

  @Test
  void a_run_that_many_processes_leave_in_turn_goes_on_to_its_end() {
    put(100, 40);
    run(world.backend(), new Cleanup.Request(Optional.empty(), true, false), 0);

    for (int tick = 0; tick < 12; tick++) {
      var pages = new AtomicInteger();
      backend.cleanup().tick(() -> pages.incrementAndGet() <= 3);
    }
    tick();

    assertThat(runs().getFirst().status()).isEqualTo(Status.COMPLETED);
    assertThat(runs().getFirst().counts().items()).isEqualTo(100);
  }

  @Test
  void a_page_that_no_process_comes_back_from_is_given_up_and_the_others_are_done() {
    put(5, 40);
    var deadly =
        new Touching(
            world.items.new Target(world.dynamoDb, 100),
            () -> {
              throw new StackOverflowError();
            });
    var after =
        new Erasing(new Failing(world.items.new Target(world.dynamoDb, 100), 9, 9), () -> {});
    CleanupBackend by = world.backend(world.dynamoDb, deadly, after);

    assertThatThrownBy(() -> run(by, ALL)).isInstanceOf(StackOverflowError.class);
    int deaths = 0;
    while (by.history().underWay(tenant).isPresent() && deaths < 20) {
      world.clock.advance(Duration.ofMinutes(2));
      try {
        by.cleanup().tick(() -> true);
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
            world.items.new Target(world.dynamoDb, TestDeployment.PAGE), goodFinds, goodErasures),
        new Touching(world.items.new Target(world.dynamoDb, 100), () -> {}));
  }

  private CleanupRun patiently(CleanupBackend by) {
    assertThat(run(by, ALL).status()).isEqualTo(Status.RUNNING);
    for (int minute = 0; minute < 3; minute++) {
      world.clock.advance(Duration.ofMinutes(1));
      by.cleanup().tick(() -> true);
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
    assertThat(world.items.all(tenant)).isEmpty();
    assertThat(counted().failed()).isEqualTo(1);
    assertThat(counted().counts().items()).isEqualTo(20);
  }

  @Test
  void objects_that_cannot_be_erased_are_not_counted_as_removed() {
    put(20, 40);

    CleanupRun run = patiently(failing(1_000, 1));

    long left = world.items.withObjects(tenant).size();
    assertThat(left).isPositive();
    assertThat(run.status()).isEqualTo(Status.FAILED);
    assertThat(run.counts().items()).isEqualTo(20);
    long objects = IntStream.range(0, 20).map(n -> n % 3).sum();
    assertThat(run.counts().objects()).isLessThan(objects);
    assertThat(run.counts().found()).isEqualTo(20 + objects);
  }

  @Test
  void what_a_target_left_that_is_gone_from_the_deployment_no_other_target_erases() {
    put(20, 40);
    var before = new Failing(world.items.new Target(world.dynamoDb, 100), 1, 0);
    var other = world.items.new Target(world.dynamoDb, 100);
    assertThat(run(world.backend(world.dynamoDb, before, other), ALL).status())
        .isEqualTo(Status.RUNNING);
    Set<String> left = world.items.withObjects(tenant);
    assertThat(left).isNotEmpty();

    world.clock.advance(Duration.ofMinutes(1));
    CleanupBackend deployedAnew = world.backend(world.dynamoDb, other);
    deployedAnew.cleanup().tick(() -> true);

    CleanupRun run = runs().getFirst();
    assertThat(run.status()).isEqualTo(Status.FAILED);
    assertThat(run.steps().getFirst().error()).contains("no such target");
    assertThat(run.steps().getFirst().tally().items()).isEqualTo(20);
    assertThat(run.counts().objects()).isZero();
    assertThat(world.items.withObjects(tenant)).isEqualTo(left);
  }

  /** Clean-up while the store of objects does not answer. */
  private static CleanupBackend without(AtomicBoolean down) {
    return world.backend(
        world.dynamoDb,
        new Erasing(
            aTarget(),
            () -> {
              if (down.get()) {
                throw SdkClientException.create("down");
              }
            }));
  }

  @Test
  void an_outage_is_waited_for_and_nothing_is_left_behind() {
    put(20, 40);
    var down = new AtomicBoolean(true);
    CleanupBackend by = without(down);
    assertThat(run(by, ALL).status()).isEqualTo(Status.RUNNING);
    for (int minute = 0; minute < 10; minute++) {
      world.clock.advance(Duration.ofMinutes(1));
      assertThat(by.cleanup().tick(() -> true).resumed()).isEqualTo(1);
    }
    assertThat(runs()).isEmpty();

    down.set(false);
    world.clock.advance(Duration.ofMinutes(1));
    by.cleanup().tick(() -> true);

    assertThat(runs().getFirst().status()).isEqualTo(Status.COMPLETED);
    assertThat(runs().getFirst().counts().objects())
        .isEqualTo(IntStream.range(0, 20).map(n -> n % 3).sum());
    assertThat(world.items.withObjects(tenant)).isEmpty();
  }

  @Test
  void an_outage_of_more_than_a_day_is_not_waited_for() {
    put(20, 40);
    CleanupBackend by = without(new AtomicBoolean(true));
    assertThat(run(by, ALL).status()).isEqualTo(Status.RUNNING);
    world.clock.advance(Duration.ofDays(1));
    by.cleanup().tick(() -> true);

    assertThat(runs().getFirst().status()).isEqualTo(Status.FAILED);
    assertThat(runs().getFirst().steps().getFirst().error()).contains("for a day");
  }

  @Test
  void what_is_too_much_for_the_table_at_once_is_removed_in_parts() {
    put(20, 40);
    // The first write begins the run; then a transaction is tried ten times.
    Faults.Fates busy =
        (_, write) -> write > 1 && write <= 11 ? Faults.Fault.THROTTLED : Faults.Fault.NONE;
    var faults = new Faults(world.dynamoDb, busy);
    var target = world.items.new Target(faults.client(), 100);

    CleanupRun run = run(world.backend(faults.client(), target), ALL);

    assertThat(run.status()).isEqualTo(Status.COMPLETED);
    assertThat(run.counts().items()).isEqualTo(20);
    assertThat(counted().counts()).isEqualTo(run.counts());
    assertThat(world.items.withObjects(tenant)).isEmpty();
  }

  @Test
  void a_page_that_takes_long_is_left_in_its_middle() {
    put(250, 40);
    var asked = new AtomicInteger();
    CleanupBackend by = world.backend(world.dynamoDb, world.items.new Target(world.dynamoDb, 250));
    backend.schedules().add(tenant, TestDeployment.spec("hourly", 30));
    world.clock.advance(Duration.ofHours(1));

    // Once before the schedule, once before the run, once before its page; then after 99 items.
    by.cleanup().tick(() -> asked.incrementAndGet() <= 3);

    assertThat(backend.history().underWay(tenant).orElseThrow().counts().items()).isEqualTo(99);
    assertThat(world.items.areWhole(tenant)).isTrue();
    assertThat(by.cleanup().tick(() -> true).resumed()).isEqualTo(1);
    assertThat(runs().getFirst().counts().items()).isEqualTo(250);
    assertThat(world.items.all(tenant)).isEmpty();
  }

  @Test
  void a_target_that_does_not_get_on_is_given_up() {
    var asked = new AtomicInteger();
    var standing =
        new CleanupTarget() {
          @Override
          public String name() {
            return "standing";
          }

          @Override
          public Page find(Scope scope, Optional<String> from) {
            assertThat(asked.incrementAndGet()).as("lest it be asked for ever").isLessThan(100);
            return new Page(List.of(), Optional.of("here"));
          }

          @Override
          public void erase(List<String> keys) {
            throw new AssertionError("There is nothing");
          }
        };

    CleanupRun run = patiently(world.backend(world.dynamoDb, standing));

    assertThat(run.status()).isEqualTo(Status.FAILED);
  }

  @Test
  void who_asks_for_a_run_first_ends_one_that_nobody_works_on() {
    put(20, 40);
    assertThat(run(backend, ALL, 0).status()).isEqualTo(Status.RUNNING);

    CleanupRun second = run(ALL);

    assertThat(runs()).hasSize(2);
    assertThat(second.counts()).isEqualTo(RemovalCounts.NONE);
    assertThat(counted().counts().items()).isEqualTo(20);
  }
}
