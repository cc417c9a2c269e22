package dev.headroom.cleanup.advice;

import dev.headroom.cleanup.CleanupRun;
import dev.headroom.cleanup.Schedule;
import java.time.Instant;
import java.util.List;

/**
 * What advice is made of.
 *
 * @param schedules those that there are now
 * @param runs that have ended, the latest beginning first; no dry runs
 * @param usualTargets what schedules mean that name no targets
 * @param now when the advice is given
 */
public record History(
    List<Schedule> schedules, List<CleanupRun> runs, List<String> usualTargets, Instant now) {
  public History {
    schedules = List.copyOf(schedules);
    runs = List.copyOf(runs);
    usualTargets = List.copyOf(usualTargets);
  }
}
