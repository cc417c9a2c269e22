package dev.headroom.cleanup;

import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.runs.CleanupRun.Step;
import dev.headroom.cleanup.runs.CleanupRun.Trigger;
import dev.headroom.cleanup.runs.RemovalCounts;
import dev.headroom.cleanup.schedules.Schedule;
import dev.headroom.cleanup.schedules.ScheduleSpec;
import dev.headroom.cleanup.targets.CleanupTargets;
import dev.headroom.jobs.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Plans runs: which targets a run cleans up, and from which age on. */
final class RunPlanner {
  private static final int RANDOM_BYTES = 10;

  private final CleanupTargets targets;
  private final int usualRetentionDays;
  private final RandomGenerator random;

  /**
   * @param usualRetentionDays the retention of runs without a schedule
   */
  RunPlanner(CleanupTargets targets, int usualRetentionDays, RandomGenerator random) {
    this.targets = targets;
    this.usualRetentionDays = usualRetentionDays;
    this.random = random;
  }

  /** Returns a run of schedules, which has the priority of the first of them. */
  CleanupRun ofSchedules(Trigger trigger, boolean dryRun, List<Schedule> schedules, Instant now) {
    return CleanupRun.begin(
        newId(now),
        trigger,
        dryRun,
        schedules.stream().map(Schedule::name).toList(),
        schedules.isEmpty() ? Priority.NORMAL : schedules.getFirst().spec().priority(),
        now,
        steps(schedules, now));
  }

  /** Returns a run of the usual targets, for a tenant that has no schedule. */
  CleanupRun ofUsualTargets(boolean dryRun, Instant now) {
    Instant olderThan = now.minus(Duration.ofDays(usualRetentionDays));
    List<Step> steps =
        targets.usual().stream()
            .map(target -> step(target, null, usualRetentionDays, olderThan))
            .toList();
    return CleanupRun.begin(
        newId(now), Trigger.MANUAL, dryRun, List.of(), Priority.NORMAL, now, steps);
  }

  /** Returns each target once, with the shortest retention that any of the schedules has for it. */
  private List<Step> steps(List<Schedule> schedules, Instant now) {
    Map<String, Step> byTarget = new LinkedHashMap<>();
    for (Schedule schedule : schedules) {
      ScheduleSpec spec = schedule.spec();
      Instant olderThan = now.minus(spec.retention());
      for (String target : spec.targets().isEmpty() ? targets.usual() : spec.targets()) {
        byTarget.merge(
            target,
            step(target, spec.name(), spec.retentionDays(), olderThan),
            (a, b) -> b.retentionDays() < a.retentionDays() ? b : a);
      }
    }
    return List.copyOf(byTarget.values());
  }

  private static Step step(
      String target, @Nullable String schedule, int retentionDays, Instant olderThan) {
    return new Step(target, schedule, retentionDays, olderThan, RemovalCounts.NONE, null);
  }

  private String newId(Instant now) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return CleanupRun.idAt(now, HexFormat.of().formatHex(bytes));
  }
}
