package dev.headroom.cleanup.advice;

import dev.headroom.cleanup.CleanupRun;
import java.util.Comparator;
import java.util.List;

/**
 * What the history says of each schedule.
 *
 * @param schedules those that there are now
 * @param runs all that have ended and removed what they found, the earliest first: by hand, and of
 *     schedules that are no more, as well
 */
record Observations(List<ScheduleHistory> schedules, List<CleanupRun> runs) {
  static Observations of(History history) {
    List<CleanupRun> runs =
        history.runs().stream()
            .filter(run -> !run.dryRun() && run.endedAt() != null)
            .sorted(Comparator.comparing(CleanupRun::startedAt).thenComparing(CleanupRun::id))
            .toList();
    return new Observations(
        history.schedules().stream()
            .map(schedule -> ScheduleHistory.of(schedule, history.usualTargets(), runs))
            .toList(),
        runs);
  }
}
