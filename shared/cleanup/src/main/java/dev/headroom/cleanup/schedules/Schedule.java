package dev.headroom.cleanup.schedules;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A tenant's schedule: when targets are cleaned up, and what age their entries may have.
 *
 * @param dueAt when it is run next
 * @param lastRunId the latest run of this schedule, alone or with others; empty before the first
 */
public record Schedule(
    ScheduleSpec spec, Instant createdAt, Instant dueAt, Optional<String> lastRunId) {
  /** How many schedules a tenant may have. */
  public static final int MAX_OF_A_TENANT = 100;

  public String name() {
    return spec.name();
  }

  /**
   * Returns when the schedule is due after a run that begins now: a whole number of intervals after
   * it was due before, however late this run is.
   */
  public Instant dueAfter(Instant now) {
    long interval = spec.interval().toMillis();
    long late = Math.max(0, Duration.between(dueAt, now).toMillis());
    Instant onGrid = dueAt.plusMillis((late / interval + 1) * interval);
    // A schedule that is run before its time counts from now; and a clock that was ahead when the
    // schedule was stored does not delay it.
    return onGrid.isAfter(now.plusMillis(interval)) ? now.plusMillis(interval) : onGrid;
  }
}
