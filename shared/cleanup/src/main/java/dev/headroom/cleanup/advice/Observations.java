package dev.headroom.cleanup.advice;

import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.schedules.Schedule;
import java.util.Comparator;
import java.util.List;

/**
 * What the history says of each schedule.
 *
 * @param schedules those that there are now
 * @param runs all that have ended and removed what they found, the earliest first: by hand, and of
 *     schedules that are no more, as well
 */
public record Observations(List<ScheduleHistory> schedules, List<CleanupRun> runs) {
  /**
   * What there is to be seen.
   *
   * @param usualTargets what schedules mean that name no targets
   * @param runs in any order; dry runs among them show nothing
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
