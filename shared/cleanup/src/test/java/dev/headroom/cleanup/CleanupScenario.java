package dev.headroom.cleanup;

import dev.headroom.cleanup.history.CleanupStatistics;
import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.targets.CleanupTarget;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A tenant of its own for each test, and what tests do with it. */
abstract class CleanupScenario {
  static final Cleanup.Request ALL = new Cleanup.Request(Optional.empty(), true, false);
  static final Cleanup.Request DUE = new Cleanup.Request(Optional.empty(), false, false);
  static final Cleanup.Request DRY = new Cleanup.Request(Optional.empty(), true, true);

  static final TestDeployment world = new TestDeployment();

  static final CleanupBackend backend = world.backend();

  String tenant = "";

  @BeforeEach
  void aNewTenant() {
    tenant = TestDeployment.newTenant();
  }

  /** No other test's tick finds it due. */
  @AfterEach
  void removeSchedules() {
    backend
        .schedules()
        .all(tenant)
        .forEach(schedule -> backend.schedules().remove(tenant, schedule.name()));
  }

  static Cleanup.Request named(String schedule) {
    return new Cleanup.Request(Optional.of(schedule), false, false);
  }

  CleanupRun run(Cleanup.Request request) {
    return run(backend, request);
  }

  CleanupRun run(CleanupBackend by, Cleanup.Request request) {
    return run(by, request, 20);
  }

  CleanupRun run(CleanupBackend by, Cleanup.Request request, int seconds) {
    return by.cleanup().run(tenant, request, world.clock.instant().plusSeconds(seconds));
  }

  Cleanup.TickResult tick() {
    return backend.cleanup().tick(() -> true);
  }

  CleanupStatistics.Counted counted() {
    return backend.statistics().of(tenant);
  }

  List<CleanupRun> runs() {
    return backend.history().latest(tenant, 100);
  }

  void put(int count, int daysAgo) {
    world.items.putAll(
        tenant,
        IntStream.range(0, count)
            .mapToObj(
                n ->
                    new SampleItems.Sample(
                        "t%d-%d".formatted(daysAgo, n), world.daysAgo(daysAgo), n % 3, false))
            .toList());
  }

  static CleanupTarget aTarget() {
    return world.items.new Target(world.dynamoDb, TestDeployment.PAGE);
  }

  /** Has something happen between finding and removing. */
  record Touching(CleanupTarget target, Runnable meanwhile) implements CleanupTarget {
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

  /** Has something happen between the removal of items and that of their objects. */
  record Erasing(CleanupTarget target, Runnable meanwhile) implements CleanupTarget {
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
}
