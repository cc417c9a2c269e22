package dev.headroom.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.runs.CleanupRun.Status;
import dev.headroom.cleanup.runs.RemovalCounts;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What goes, and what stays. */
class CleanupTest extends CleanupScenario {
  @Test
  void without_schedules_what_is_older_than_the_usual_retention_goes() {
    put(20, 31);
    put(5, 29);
    long bytes =
        world.items.all(tenant).values().stream()
            .filter(this::isOld)
            .mapToLong(SampleItems.Counted::bytes)
            .sum();

    CleanupRun run = run(DUE);

    assertThat(run.status()).isEqualTo(Status.COMPLETED);
    assertThat(run.counts()).isEqualTo(new RemovalCounts(39, 20, 19, bytes, 0));
    assertThat(world.items.all(tenant)).hasSize(5);
    assertThat(world.items.areWhole(tenant)).isTrue();
  }

  private boolean isOld(SampleItems.Counted thing) {
    return thing.usedAt().isBefore(world.daysAgo(30));
  }

  @Test
  void a_dry_run_removes_nothing_and_equals_the_run_that_follows() {
    put(30, 40);
    put(3, 1);

    CleanupRun dry = run(DRY);
    assertThat(world.items.all(tenant)).hasSize(33);
    assertThat(counted().total()).isZero();
    world.clock.advance(Duration.ofMillis(1));
    CleanupRun real = run(ALL);

    assertThat(dry.counts()).isEqualTo(real.counts());
    assertThat(dry.counts().items()).isEqualTo(30);
    assertThat(runs()).extracting(CleanupRun::dryRun).containsExactly(false, true);
  }

  @Test
  void a_dry_run_under_way_counts_nothing() {
    put(20, 40);
    var by = new Erasing(world.items.new Target(world.dynamoDb, TestDeployment.PAGE), () -> {});
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
    assertThat(run.counts().items()).isEqualTo(7);
    assertThat(counted().counts()).isEqualTo(RemovalCounts.NONE);
    tick();
    assertThat(runs().getFirst().counts().items()).isEqualTo(20);
    assertThat(counted().byTarget()).isEmpty();
  }

  @Test
  void what_is_as_old_as_the_retention_to_the_millisecond_is_kept() {
    world.items.put(tenant, "as-old", world.daysAgo(30), 1);
    world.items.put(tenant, "older", world.daysAgo(30).minusMillis(1), 1);

    run(DUE);

    assertThat(world.items.all(tenant)).containsOnlyKeys("as-old");
  }

  @Test
  void a_retention_of_0_keeps_what_is_in_use() {
    put(3, 1);
    world.items.hold(tenant, "t1-1");
    backend.schedules().add(tenant, TestDeployment.spec("everything", 0));

    CleanupRun run = run(named("everything"));

    assertThat(run.counts().items()).isEqualTo(2);
    assertThat(world.items.all(tenant)).containsOnlyKeys("t1-1");
  }

  @Test
  void no_run_finds_what_is_another_tenants() {
    put(3, 100);
    String other = tenant;
    aNewTenant();

    assertThat(run(ALL).counts()).isEqualTo(RemovalCounts.NONE);
    assertThat(world.items.all(other)).hasSize(3);
    assertThat(backend.history().latest(other, 10)).isEmpty();
  }

  @Test
  void of_several_schedules_the_shortest_retention_decides_for_each_target() {
    put(2, 40);
    put(2, 10);
    backend.schedules().add(tenant, TestDeployment.spec("a-month", 30));
    backend.schedules().add(tenant, TestDeployment.spec("a-week", 7));

    assertThat(run(DUE).steps()).isEmpty(); // none is due
    CleanupRun run = run(ALL);

    assertThat(run.schedules()).containsExactly("a-month", "a-week");
    assertThat(run.steps()).hasSize(1);
    assertThat(run.steps().getFirst().schedule()).isEqualTo("a-week");
    assertThat(run.counts().items()).isEqualTo(4);
  }

  @Test
  void what_is_used_again_before_it_can_be_removed_is_kept_with_its_objects() {
    put(10, 40);
    var target =
        new Touching(
            world.items.new Target(world.dynamoDb, 100),
            () -> {
              world.items.use(tenant, "t40-4", world.clock.instant());
              world.items.remove(tenant, "t40-5");
            });

    CleanupRun run = run(world.backend(world.dynamoDb, target), ALL);

    assertThat(world.items.all(tenant)).containsOnlyKeys("t40-4");
    assertThat(world.items.areWhole(tenant)).isTrue();
    assertThat(run.counts().items()).isEqualTo(8);
    assertThat(run.counts().kept())
        .isEqualTo(2); // and its object; the one that is gone is nobody's
    assertThat(run.counts().found()).isEqualTo(run.counts().files() + 2);
  }

  @Test
  void a_page_of_more_than_a_transaction_takes_is_removed_in_several() {
    put(120, 40);

    CleanupRun run =
        run(world.backend(world.dynamoDb, world.items.new Target(world.dynamoDb, 200)), ALL);

    assertThat(run.status()).isEqualTo(Status.COMPLETED);
    assertThat(run.counts().items()).isEqualTo(120);
    assertThat(world.items.areWhole(tenant)).isTrue();
  }
}
