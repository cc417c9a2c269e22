package dev.headroom.cleanup;

import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.runs.CleanupRun.Trigger;
import dev.headroom.cleanup.runs.RunExecutor;
import dev.headroom.cleanup.runs.RunLease;
import dev.headroom.cleanup.runs.RunLeases;
import dev.headroom.cleanup.runs.TenantState;
import dev.headroom.cleanup.runs.TenantStates;
import dev.headroom.cleanup.schedules.Schedule;
import dev.headroom.cleanup.schedules.Schedules;
import dev.headroom.cleanup.schedules.Schedules.Due;
import dev.headroom.errors.HeadroomException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins runs, and works on them. A tenant has one run at a time, so that no two runs find the same
 * entry; runs of different tenants do not wait for each other.
 */
public final class Cleanup {
  private static final Logger LOG = LoggerFactory.getLogger(Cleanup.class);

  /** How many due entries of each priority are read at once. */
  private static final int DUE_PAGE = 100;

  private static final Duration POLL = Duration.ofMillis(200);

  private final TenantStates states;
  private final RunLeases leases;
  private final Schedules schedules;
  private final RunPlanner planner;
  private final RunExecutor executor;
  private final InstantSource clock;

  Cleanup(
      TenantStates states,
      RunLeases leases,
      Schedules schedules,
      RunPlanner planner,
      RunExecutor executor,
      InstantSource clock) {
    this.states = states;
    this.leases = leases;
    this.schedules = schedules;
    this.planner = planner;
    this.executor = executor;
    this.clock = clock;
  }

  /**
   * A request for a run.
   *
   * @param schedule the only schedule to be run, due or not; empty for the schedules that are due,
   *     or for the usual targets when the tenant has no schedule at all
   * @param force runs all schedules, due or not
   * @param dryRun counts what would be removed, and removes nothing
   */
  public record Request(Optional<String> schedule, boolean force, boolean dryRun) {}

  /**
   * Begins a run and works on it. A run of the tenant that nobody works on is worked on first.
   *
   * @param until when the run is left to {@link #tick}
   * @return the run; it may not have ended
   * @throws HeadroomException.NotFound when the tenant has no schedule of the name
   * @throws HeadroomException.Conflict when another run is still under way at {@code until}
   */
  public CleanupRun run(String tenant, Request request, Instant until) {
    BooleanSupplier inTime = () -> clock.instant().isBefore(until);
    while (true) {
      TenantState seen = states.read(tenant);
      Optional<RunLease> begun = seen.run().isPresent() ? Optional.empty() : begin(seen, request);
      if (begun.isPresent()) {
        return work(begun.get(), inTime);
      }
      if (seen.isAbandoned(clock.instant()) && inTime.getAsBoolean()) {
        leases.take(tenant).ifPresent(abandoned -> work(abandoned, inTime));
      }
      if (!clock.instant().plus(POLL).isBefore(until)) {
        throw busy(seen);
      }
      pause();
    }
  }

  private static HeadroomException.Conflict busy(TenantState seen) {
    return new HeadroomException.Conflict(
        seen.run()
            .map(run -> "Run %s is under way. Try again when it has ended.".formatted(run.id()))
            .orElse("Other runs begin all the time. Try again in a moment."));
  }

  private Optional<RunLease> begin(TenantState free, Request request) {
    Instant now = now();
    List<Schedule> selected = selected(free.tenant(), request);
    boolean hasNone = selected.isEmpty() && schedules.all(free.tenant()).isEmpty();
    CleanupRun run =
        hasNone
            ? planner.ofUsualTargets(request.dryRun(), now)
            : planner.ofSchedules(Trigger.MANUAL, request.dryRun(), selected, now);
    return begin(free, run, request.dryRun() ? List.of() : selected);
  }

  private Optional<RunLease> begin(TenantState free, CleanupRun run, List<Schedule> advanced) {
    return leases.begin(
        free,
        run,
        advanced.stream()
            .map(one -> schedules.advance(free.tenant(), one, run.startedAt(), run.id()))
            .toList());
  }

  private List<Schedule> selected(String tenant, Request request) {
    if (request.schedule().isPresent()) {
      return List.of(named(tenant, request.schedule().get()));
    }
    Instant now = clock.instant();
    return schedules.all(tenant).stream()
        .filter(schedule -> request.force() || !schedule.dueAt().isAfter(now))
        .sorted(
            Comparator.comparing((Schedule schedule) -> schedule.spec().priority())
                .thenComparing(Schedule::dueAt))
        .toList();
  }

  private Schedule named(String tenant, String name) {
    return schedules
        .find(tenant, name)
        .orElseThrow(
            () ->
                new HeadroomException.NotFound(
                    "schedule_name", "There is no schedule \"%.120s\".".formatted(name)));
  }

  private CleanupRun work(RunLease lease, BooleanSupplier mayGoOn) {
    CleanupRun run = executor.work(lease, mayGoOn);
    LOG.info("Clean-up {}: {}, {} removed", run.id(), run.status(), run.counts().files());
    return run;
  }

  /**
   * The result of a tick.
   *
   * @param begun how many runs of schedules it began
   * @param resumed how many runs it took over that another worker had left
   */
  public record TickResult(int begun, int resumed) {}

  /**
   * Runs the schedules that are due, and takes over runs that nobody works on, by priority. Any
   * number of ticks may happen at the same time.
   *
   * @param mayGoOn asked before each page; what is left then is done by the next tick
   */
  public TickResult tick(BooleanSupplier mayGoOn) {
    Set<Due> handled = new HashSet<>(); // an interval may be shorter than a tick
    int begun = 0;
    int resumed = 0;
    List<Due> due = dueExcept(handled);
    while (!due.isEmpty() && mayGoOn.getAsBoolean()) {
      for (Due one : due) {
        handled.add(one);
        if (mayGoOn.getAsBoolean() && handle(one, mayGoOn)) {
          begun += one.schedule().isPresent() ? 1 : 0;
          resumed += one.schedule().isPresent() ? 0 : 1;
        }
      }
      due = dueExcept(handled);
    }
    return new TickResult(begun, resumed);
  }

  private List<Due> dueExcept(Set<Due> handled) {
    List<Due> due = new ArrayList<>(schedules.due(DUE_PAGE + handled.size()));
    due.removeAll(handled);
    return due;
  }

  private boolean handle(Due due, BooleanSupplier mayGoOn) {
    try {
      Optional<RunLease> lease =
          due.schedule().isPresent()
              ? begin(due.tenant(), due.schedule().get())
              : leases.take(due.tenant());
      lease.ifPresent(held -> work(held, mayGoOn));
      return lease.isPresent();
    } catch (RuntimeException e) { // one tenant's failure must not stop the others
      LOG.error("Clean-up of a tenant failed; the next tick tries again", e);
      return false;
    }
  }

  private Optional<RunLease> begin(String tenant, String name) {
    TenantState free = states.read(tenant);
    Instant now = now();
    // The index may be behind the table: what was run meanwhile is not due any more.
    Optional<Schedule> due = schedules.find(tenant, name).filter(one -> !one.dueAt().isAfter(now));
    if (due.isEmpty() || free.run().isPresent()) {
      return Optional.empty();
    }
    List<Schedule> only = List.of(due.get());
    return begin(free, planner.ofSchedules(Trigger.SCHEDULED, false, only, now), only);
  }

  /** Returns the time to the millisecond, as instants are stored. */
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
