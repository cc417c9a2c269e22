package dev.headroom.cleanup;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cleanup.advice.Advice;
import dev.headroom.cleanup.advice.Kind;
import dev.headroom.cleanup.advice.Observations;
import dev.headroom.cleanup.history.CleanupStatistics;
import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.runs.CleanupRun.Status;
import dev.headroom.cleanup.runs.RemovalCounts;
import dev.headroom.cleanup.runs.RunLeases;
import dev.headroom.cleanup.schedules.ScheduleSpec;
import dev.headroom.jobs.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runs that have ended, and what they come to. */
class RunHistoryTest extends CleanupScenario {
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
    backend.schedules().add(tenant, withHistory(30));

    CleanupRun run = run(named("all"));

    assertThat(run.steps()).extracting(CleanupRun.Step::target).containsExactly("items", "history");
    assertThat(run.steps().getLast().tally().items()).isEqualTo(1);
    assertThat(runs()).hasSize(5); // of the days 7, 14, 21 and 28, and this one
    assertThat(backend.history().find(tenant, run.id())).hasValue(runs().getFirst());
    assertThat(backend.history().find(tenant, listed.getLast().id())).isEmpty();
  }

  private static ScheduleSpec withHistory(int retentionDays) {
    return new ScheduleSpec(
        "all", 3_600, retentionDays, Priority.NORMAL, List.of("items", "history"));
  }

  @Test
  void a_run_of_today_is_remembered_whatever_the_retention() {
    put(3, 1);
    backend.schedules().add(tenant, withHistory(0));
    CleanupRun dry = run(new Cleanup.Request(Optional.of("all"), false, true));
    world.clock.advance(Duration.ofHours(1));

    CleanupRun real = run(named("all"));

    assertThat(real.counts()).isEqualTo(dry.counts());
    assertThat(runs()).containsExactly(real, dry);
    world.clock.advance(Duration.ofDays(1));
    assertThat(run(named("all")).counts().items()).isEqualTo(1); // the first, and not the second
  }

  @Test
  void a_run_that_began_long_ago_and_ended_of_late_is_remembered() {
    CleanupRun begun = run(backend, DUE, 0);
    assertThat(begun.status()).isEqualTo(Status.RUNNING);
    world.clock.advance(Duration.ofDays(10));
    tick();
    backend.schedules().add(tenant, withHistory(30));
    world.clock.advance(Duration.ofDays(25));
    run(named("all"));
    assertThat(backend.history().find(tenant, begun.id())).isPresent();

    world.clock.advance(Duration.ofDays(6));
    run(named("all"));
    assertThat(backend.history().find(tenant, begun.id())).isEmpty();
  }

  @Test
  void a_run_whose_time_to_live_is_over_is_not_shown_though_it_is_there() {
    CleanupRun run = run(DUE);
    world.clock.advance(RunLeases.RUNS_KEPT.minusSeconds(1));
    assertThat(backend.history().find(tenant, run.id())).isPresent();
    world.clock.advance(Duration.ofSeconds(2));

    assertThat(backend.history().find(tenant, run.id())).isEmpty();
    assertThat(runs()).isEmpty();
  }

  @Test
  void a_reset_ends_an_epoch_in_which_every_removal_of_it_is_counted() {
    put(20, 40);
    put(1, 50);
    run(DUE);

    CleanupStatistics.Counted ended = backend.statistics().reset(tenant);
    assertThat(ended.epoch()).isZero();
    assertThat(ended.counts().items()).isEqualTo(21);
    assertThat(counted().epoch()).isEqualTo(1);
    assertThat(counted().since()).isPresent();
    assertThat(counted().total()).isZero();
    assertThat(counted().counts().files()).isZero();
    assertThat(counted().percentage()).isEmpty();
    assertThat(counted().averageTime()).isEmpty();
    assertThat(counted().lastEndedAt()).isEmpty();

    put(3, 60);
    run(DUE);
    assertThat(counted().counts().items()).isEqualTo(3);
    assertThat(counted().percentage()).hasValue(100);
    assertThat(counted().total()).isEqualTo(1);
    assertThat(counted().byTarget().keySet()).contains("items");
  }

  @Test
  void resets_while_a_run_counts_lose_nothing() {
    put(60, 40);
    List<CleanupStatistics.Counted> ended = new ArrayList<>();
    var target =
        new Touching(
            world.items.new Target(world.dynamoDb, TestDeployment.PAGE),
            () -> ended.add(backend.statistics().reset(tenant)));

    run(world.backend(world.dynamoDb, target), ALL);

    ended.add(counted());
    assertThat(ended.stream().map(CleanupStatistics.Counted::epoch).collect(toSet()))
        .hasSize(ended.size());
    assertThat(ended.stream().mapToLong(epoch -> epoch.counts().items()).sum()).isEqualTo(60);
    assertThat(ended.stream().mapToLong(CleanupStatistics.Counted::total).sum()).isEqualTo(1);
  }

  @Test
  void what_is_found_before_a_reset_and_erased_after_it_is_all_of_the_later_epoch() {
    put(20, 40);
    List<CleanupStatistics.Counted> epochs = new ArrayList<>();
    var target =
        new Erasing(
            world.items.new Target(world.dynamoDb, TestDeployment.PAGE),
            () -> epochs.add(backend.statistics().reset(tenant)));

    CleanupRun run = run(world.backend(world.dynamoDb, target), ALL);

    epochs.add(counted());
    assertThat(epochs).hasSize(4);
    assertThat(epochs)
        .allSatisfy(epoch -> assertThat(epoch.counts().found()).isEqualTo(epoch.counts().files()));
    assertThat(
            epochs.stream()
                .map(CleanupStatistics.Counted::counts)
                .reduce(RemovalCounts.NONE, RemovalCounts::plus))
        .isEqualTo(run.counts());
  }

  /** It keeps the history that shows it. */
  @Test
  void a_schedule_of_the_usual_targets_that_finds_nothing_is_told_so() {
    Runnable twoSeconds = () -> world.clock.advance(Duration.ofSeconds(2));
    CleanupBackend by = world.backend(world.dynamoDb, new Touching(aTarget(), twoSeconds));
    by.schedules().add(tenant, new ScheduleSpec("usual", 86_400, 10, Priority.NORMAL, List.of()));
    for (int day = 0; day < 30; day++) {
      world.clock.advance(Duration.ofDays(1));
      by.cleanup().tick(() -> true);
    }

    var seen = Observations.of(by.schedules().all(tenant), by.schedules().usualTargets(), runs());
    assertThat(Advice.of(seen)).extracting(Advice::kind).containsExactly(Kind.IDLE);
  }
}
