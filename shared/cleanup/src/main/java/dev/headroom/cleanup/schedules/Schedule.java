package dev.headroom.cleanup.schedules;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When, and of what age, a tenant wants things removed.
 *
 * @param spec what was asked for
 * @param dueAt when it is next run
 * @param lastRunId the last run that was of it, or of it with others
 */
public record Schedule(
    ScheduleSpec spec, Instant createdAt, Instant dueAt, Optional<String> lastRunId) {
  /** A tenant has at most so many. */
  public static final int MAX_OF_A_TENANT = 100;

  public String name() {
    return spec.name();
  }

  /** When it is due after a run that begins now: on its own grid, however late this one is. */
  public Instant dueAfter(Instant now) {
    long interval = spec.interval().toMillis();
    long late = Math.max(0, Duration.between(dueAt, now).toMillis());
    Instant onGrid = dueAt.plusMillis((late / interval + 1) * interval);
    // One that is run before its time counts from now; and no clock that ran ahead delays it.
    return onGrid.isAfter(now.plusMillis(interval)) ? now.plusMillis(interval) : onGrid;
  }
}
