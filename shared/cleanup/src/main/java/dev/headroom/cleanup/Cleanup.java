package dev.headroom.cleanup;

import dev.headroom.cleanup.CleanupRun.Step;
import dev.headroom.cleanup.CleanupRun.Trigger;
import dev.headroom.cleanup.Desk.State;
import dev.headroom.cleanup.Schedules.Due;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.Priority;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins runs, and works on them. Of one tenant there is one run at a time, so that nothing is
 * found by two; of different tenants any number.
 */
public final class Cleanup {
  private static final Logger LOG = LoggerFactory.getLogger(Cleanup.class);

  /** What is due of each priority is looked at in pages of so many. */
  private static final int DUE_PAGE = 100;

  private static final Duration POLL = Duration.ofMillis(200);
  private static final int RANDOM_BYTES = 10;

  private final Desk desk;
  private final Schedules schedules;
  private final CleanupTargets targets;
  private final int usualRetentionDays;
  private final InstantSource clock;
  private final RandomGenerator random;

  Cleanup(
      Desk desk,
      Schedules schedules,
      CleanupTargets targets,
      int usualRetentionDays,
      InstantSource clock,
      RandomGenerator random) {
    this.desk = desk;
    this.schedules = schedules;
    this.targets = targets;
    this.usualRetentionDays = usualRetentionDays;
    this.clock = clock;
    this.random = random;
  }

  /**
   * What somebody asks for.
   *
   * @param schedule the only one to be run, due or not; empty for those that are due, or for the
   *     usual targets when there is no schedule at all
   * @param force all schedules, due or not
   * @param dryRun count, and remove nothing
   */
  public record Request(Optional<String> schedule, boolean force, boolean dryRun) {}

  /**
   * Begins a run and works on it; first on another that nobody works on, if there is one.
   *
   * @param until when to leave it to {@link #tick}
   * @return the run, ended or not
   * @throws HeadroomException.NotFound when there is no such schedule
   * @throws HeadroomException.Conflict when another run is still under way then
   */
  public CleanupRun run(String tenant, Request wish, Instant until) {
    BooleanSupplier inTime = () -> clock.instant().isBefore(until);
    while (true) {
      State seen = desk.read(tenant);
      Optional<State> held = seen.run().isPresent() ? Optional.empty() : begin(seen, wish);
      if (held.isPresent()) {
        return work(held.get(), inTime);
      }
      if (seen.isLeft(clock.instant()) && inTime.getAsBoolean()) {
        desk.take(tenant).ifPresent(left -> work(left, inTime));
      }
      if (!clock.instant().plus(POLL).isBefore(until)) {
        throw busy(seen);
      }
      pause();
    }
  }

  private static HeadroomException.Conflict busy(State seen) {
    return new HeadroomException.Conflict(
        seen.run()
            .map(run -> "Another run is under way: %s. Try again when it has ended.")
            .orElse("Other runs are begun all the time. Try again in a moment.")
            .formatted(seen.run().map(CleanupRun::id).orElse("")));
  }

  private Optional<State> begin(State free, Request wish) {
    Instant now = now();
    List<Schedule> meant = meant(free.tenant(), wish);
    boolean none = meant.isEmpty() && schedules.all(free.tenant()).isEmpty();
    var run =
        newRun(
            Trigger.MANUAL, wish.dryRun(), meant, none ? usualSteps(now) : steps(meant, now), now);
    return desk.begin(free, run, wish.dryRun() ? List.of() : meant);
  }

  private List<Schedule> meant(String tenant, Request wish) {
    if (wish.schedule().isPresent()) {
      String name = wish.schedule().get();
      return List.of(
          schedules
              .find(tenant, name)
              .orElseThrow(
                  () ->
                      new HeadroomException.NotFound(
                          "schedule_name", "There is no schedule \"%.120s\".".formatted(name))));
    }
    Instant now = clock.instant();
    return schedules.all(tenant).stream()
        .filter(schedule -> wish.force() || !schedule.dueAt().isAfter(now))
        .sorted(
            Comparator.comparing((Schedule schedule) -> schedule.terms().priority())
                .thenComparing(Schedule::dueAt))
        .toList();
  }

  private List<Step> usualSteps(Instant now) {
    Instant olderThan = now.minus(Duration.ofDays(usualRetentionDays));
    return targets.usual().stream()
        .map(target -> new Step(target, null, usualRetentionDays, olderThan, Tally.NONE, null))
        .toList();
  }

  /** Each target once, by the shortest retention that any of the schedules has for it. */
  private List<Step> steps(List<Schedule> meant, Instant now) {
    Map<String, Step> byTarget = new LinkedHashMap<>();
    for (Schedule schedule : meant) {
      var terms = schedule.terms();
      Instant olderThan = now.minus(terms.retention());
      for (String target : terms.targets().isEmpty() ? targets.usual() : terms.targets()) {
        var step =
            new Step(target, terms.name(), terms.retentionDays(), olderThan, Tally.NONE, null);
        byTarget.merge(target, step, (a, b) -> b.retentionDays() < a.retentionDays() ? b : a);
      }
    }
    return List.copyOf(byTarget.values());
  }

  private CleanupRun newRun(
      Trigger trigger, boolean dryRun, List<Schedule> meant, List<Step> steps, Instant now) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return new CleanupRun(
        CleanupRun.id(now, HexFormat.of().formatHex(bytes)),
        trigger,
        dryRun,
        meant.stream().map(Schedule::name).toList(),
        meant.isEmpty() ? Priority.NORMAL : meant.getFirst().terms().priority(),
        now,
        steps,
        0,
        null,
        0,
        0,
        null);
  }

  private CleanupRun work(State held, BooleanSupplier mayGoOn) {
    CleanupRun run = new Slice(desk, targets, clock, held).work(mayGoOn);
    LOG.info("Clean-up {}: {}, {} removed", run.id(), run.status(), run.tally().files());
    return run;
  }

  /**
   * What a tick did.
   *
   * @param begun schedules that were due and are run
   * @param resumed runs that somebody else had left
   */
  public record Ticked(int begun, int resumed) {}

  /**
   * Runs what is due, and goes on with what was left: the most pressing first. Any number of ticks
   * may come at once.
   *
   * @param mayGoOn asked before each page: the rest is left to the next tick
   */
  public Ticked tick(BooleanSupplier mayGoOn) {
    Set<Due> handled = new HashSet<>(); // an interval may be shorter than a tick
    int begun = 0;
    int resumed = 0;
    List<Due> due = fresh(handled);
    while (!due.isEmpty() && mayGoOn.getAsBoolean()) {
      for (Due one : due) {
        handled.add(one);
        if (mayGoOn.getAsBoolean() && handle(one, mayGoOn)) {
          begun += one.schedule().isPresent() ? 1 : 0;
          resumed += one.schedule().isPresent() ? 0 : 1;
        }
      }
      due = fresh(handled);
    }
    return new Ticked(begun, resumed);
  }

  private List<Due> fresh(Set<Due> handled) {
    List<Due> due = new ArrayList<>(schedules.due(DUE_PAGE + handled.size()));
    due.removeAll(handled);
    return due;
  }

  private boolean handle(Due due, BooleanSupplier mayGoOn) {
    try {
      Optional<State> held =
          due.schedule().isPresent()
              ? begin(due.tenant(), due.schedule().get())
              : desk.take(due.tenant());
      held.ifPresent(state -> work(state, mayGoOn));
      return held.isPresent();
    } catch (RuntimeException e) {
      LOG.error("Clean-up of a tenant failed; the next tick tries again", e);
      return false;
    }
  }

  private Optional<State> begin(String tenant, String name) {
    State free = desk.read(tenant);
    Instant now = now();
    // The index may be behind the table: what was run meanwhile is not due any more.
    Optional<Schedule> due = schedules.find(tenant, name).filter(one -> !one.dueAt().isAfter(now));
    if (due.isEmpty() || free.run().isPresent()) {
      return Optional.empty();
    }
    List<Schedule> only = List.of(due.get());
    return desk.begin(free, newRun(Trigger.SCHEDULED, false, only, steps(only, now), now), only);
  }

  /** As instants are stored. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while another run was under way", e);
    }
  }
}
