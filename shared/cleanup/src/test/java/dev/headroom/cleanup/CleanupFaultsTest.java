package dev.headroom.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.headroom.cleanup.Faults.Died;
import dev.headroom.cleanup.Faults.Fault;
import dev.headroom.cleanup.SampleItems.Sample;
import dev.headroom.cleanup.history.CleanupStatistics;
import dev.headroom.errors.HeadroomException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/**
 * Whatever becomes of a process at whichever of its calls: what is over goes in the end, what is in
 * use or young stays with its objects, and the counts are those of a recount.
 */
class CleanupFaultsTest {
  /** A tick asks whether it may go on, before any page, for what is due and for each of that. */
  private static final int BESIDE_PAGES = 2;

  /** A seed that is always tried; the other one changes, and is printed when it fails. */
  private static final long FIXED_SEED = 3;

  private static final long CHANGING_SEED =
      Long.getLong("cleanup.seed", ThreadLocalRandom.current().nextInt(1_000_000));

  private static final TestDeployment world = new TestDeployment();
  private static int cases;

  /** What is over, by the recount; and what was removed by others than clean-up. */
  private static final class Case {
    final String tenant = TestDeployment.newTenant();
    final int number = ++cases;
    final int page;
    final Map<String, SampleItems.Counted> put = new HashMap<>();
    final Map<String, SampleItems.Counted> removedByOthers = new HashMap<>();

    /** Three of four things are over: a few pages of them. */
    Case(Random random, int count) {
      page = count / 4;
      world.items.putAll(
          tenant, IntStream.range(0, count).mapToObj(n -> sample(random, n)).toList());
      put.putAll(world.items.all(tenant));
      world.backend().schedules().add(tenant, TestDeployment.spec("hourly", 30));
      world.clock.advance(Duration.ofHours(1));
    }

    private static Sample sample(Random random, int n) {
      int daysAgo = random.nextInt(30) + (n % 4 == 0 ? 0 : 30);
      return new Sample(
          "t" + n, world.daysAgo(daysAgo), random.nextInt(3), random.nextInt(10) == 0);
    }

    CleanupBackend process(DynamoDbClient client) {
      return world.backend(client, world.items.new Target(client, page));
    }

    boolean isGoneOnWithBeforeTheSleeperWakes() {
      return number % 2 == 0;
    }

    /** The tick of a process that takes over what is left, and has time for few pages. */
    void goOn(int pages) {
      world.clock.advance(Duration.ofMinutes(2));
      var asked = new AtomicInteger();
      var _ =
          process(world.dynamoDb)
              .cleanup()
              .tick(() -> asked.incrementAndGet() <= BESIDE_PAGES + pages);
    }

    /** Ticks of processes without faults until nothing is left to do. */
    void finish() {
      CleanupBackend process = process(world.dynamoDb);
      int ticks = 0;
      do {
        world.clock.advance(Duration.ofMinutes(2));
        var _ = process.cleanup().tick(() -> true);
      } while (process.history().underWay(tenant).isPresent() && ++ticks < 8);
      assertThat(process.history().underWay(tenant)).isEmpty();
    }

    void check() {
      world.backend().schedules().remove(tenant, "hourly"); // no other case runs it
      Map<String, SampleItems.Counted> left = world.items.all(tenant);
      CleanupStatistics.Counted counted = world.backend().statistics().of(tenant);
      Instant cutoff = world.daysAgo(30);
      left.values()
          .forEach(
              thing ->
                  assertThat(thing.held() || !thing.usedAt().isBefore(cutoff.minusSeconds(86_400)))
                      .as("is left: %s", thing)
                      .isTrue());
      long files = 0;
      long bytes = 0;
      for (var one : put.entrySet()) {
        if (!left.containsKey(one.getKey()) && !removedByOthers.containsKey(one.getKey())) {
          assertThat(one.getValue().held()).as(one.getKey()).isFalse();
          assertThat(one.getValue().usedAt()).as(one.getKey()).isBefore(cutoff);
          files += one.getValue().files();
          bytes += one.getValue().bytes();
        }
      }
      assertThat(world.items.areWhole(tenant)).as("objects").isTrue();
      assertThat(counted.counts().files()).as("files").isEqualTo(files);
      assertThat(counted.counts().bytes()).as("bytes").isEqualTo(bytes);
      long ofRuns =
          world.backend().history().latest(tenant, 500).stream()
              .mapToLong(run -> run.counts().files())
              .sum();
      assertThat(ofRuns).as("of all runs").isEqualTo(files);
    }
  }

  /** A process that ticks; another does when it dies or stands still. */
  private static void tick(Faults faults, Case scenario) throws InterruptedException {
    var failure = new AtomicReference<@Nullable Throwable>();
    Thread process =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    var _ = scenario.process(faults.client()).cleanup().tick(() -> true);
                  } catch (Died
                      | SdkClientException
                      | ProvisionedThroughputExceededException
                      | HeadroomException expected) {
                    assertThat(expected).isNotNull();
                  } catch (Throwable e) {
                    failure.set(e);
                  } finally {
                    faults.stands().countDown();
                  }
                });
    faults.stands().await();
    if (process.isAlive()) {
      if (scenario.isGoneOnWithBeforeTheSleeperWakes()) {
        scenario.goOn(1); // it comes back in the midst of the other's work
      } else {
        scenario.finish();
      }
      faults.wake();
    }
    process.join();
    faults.arrive();
    if (failure.get() != null) {
      fail("The process failed", failure.get());
    }
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void at_each_call_of_a_run(Fault fault) throws InterruptedException {
    int call = 0;
    boolean more = true;
    while (more) {
      int at = ++call;
      var scenario = new Case(new Random(at), 8);
      var faults =
          new Faults(
              world.dynamoDb,
              (any, write) -> at == (fault.concernsReads() ? any : write) ? fault : Fault.NONE);
      tick(faults, scenario);
      scenario.finish();
      scenario.check();
      more = (fault.concernsReads() ? faults.calls() : faults.writes()) >= at;
    }
    assertThat(call).isGreaterThan(fault.concernsReads() ? 9 : 4);
  }

  /** Many processes, each in its own bad weather, while others use and remove things. */
  @Test
  void in_any_weather() throws InterruptedException {
    for (long seed : List.of(FIXED_SEED, CHANGING_SEED)) {
      try {
        weather(new Random(seed));
      } catch (AssertionError e) {
        throw new AssertionError("To see it again: -Dcleanup.seed=" + seed, e);
      }
    }
  }

  private static void weather(Random random) throws InterruptedException {
    var scenario = new Case(random, 40);
    double rate = random.nextDouble() * 0.3;
    Fault[] all = Fault.values();
    for (int process = 0; process < 4; process++) {
      var faults =
          new Faults(
              world.dynamoDb,
              (_, _) -> {
                interfere(random, scenario);
                return random.nextDouble() < rate ? all[random.nextInt(all.length)] : Fault.NONE;
              });
      tick(faults, scenario);
      if (random.nextInt(3) == 0) {
        var _ = world.backend().statistics().of(scenario.tenant);
      }
      world.clock.advance(Duration.ofSeconds(random.nextInt(200)));
    }
    scenario.finish();
    scenario.check();
  }

  private static void interfere(Random random, Case scenario) {
    String id = "t" + random.nextInt(40);
    switch (random.nextInt(12)) {
      case 0 -> {
        SampleItems.Counted before = world.items.all(scenario.tenant).get(id);
        if (before != null && world.items.use(scenario.tenant, id, world.clock.instant())) {
          scenario.put.put(
              id,
              new SampleItems.Counted(
                  world.clock.instant(), before.held(), before.files(), before.bytes()));
        }
      }
      case 1 -> {
        SampleItems.Counted before = world.items.all(scenario.tenant).get(id);
        if (before != null && world.items.remove(scenario.tenant, id)) {
          scenario.removedByOthers.put(id, before);
        }
      }
      default -> {}
    }
  }

  @Test
  void an_api_call_that_dies_is_gone_on_with_by_the_tick() throws InterruptedException {
    var scenario = new Case(new Random(7), 30);
    var faults = new Faults(world.dynamoDb, (call, _) -> call == 9 ? Fault.DIED_AFTER : Fault.NONE);
    try {
      var _ =
          scenario
              .process(faults.client())
              .cleanup()
              .run(
                  scenario.tenant,
                  new Cleanup.Request(Optional.empty(), true, false),
                  world.clock.instant().plusSeconds(20));
      fail("It was to die");
    } catch (Died expected) {
      assertThat(expected).isNotNull();
    }
    scenario.finish();
    scenario.check();
  }
}
