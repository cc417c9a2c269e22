package dev.headroom.cleanup.advice;

import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.schedules.Schedule;
import java.util.Comparator;
import java.util.List;

/**
 * What advice is made from.
 *
 * @param schedules the present schedules with their histories
 * @param runs all runs that have ended and removed what they found, the earliest first, including
 *     those that somebody asked for and those of schedules that no longer exist
 */
public record Observations(List<ScheduleHistory> schedules, List<CleanupRun> runs) {
  /**
   * Sorts the runs by schedules.
   *
   * @param usualTargets the targets of schedules that name none
   * @param runs runs in any order; dry runs are left out
   */
  public static Observations of(
      List<Schedule> schedules, List<String> usualTargets, List<CleanupRun> runs) {
    List<CleanupRun> ended =
        runs.stream()
            .filter(run -> !run.dryRun() && run.endedAt() != null)
            .sorted(Comparator.comparing(CleanupRun::startedAt).thenComparing(CleanupRun::id))
            .toList();
    return new Observations(
        schedules.stream()
            .map(schedule -> ScheduleHistory.of(schedule, usualTargets, ended))
            .toList(),
        ended);
  }
}
