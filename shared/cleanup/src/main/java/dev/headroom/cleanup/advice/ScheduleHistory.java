package dev.headroom.cleanup.advice;

import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.runs.CleanupRun.Status;
import dev.headroom.cleanup.runs.CleanupRun.Step;
import dev.headroom.cleanup.runs.CleanupRun.Trigger;
import dev.headroom.cleanup.schedules.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The history of one schedule.
 *
 * @param targets the names of its targets
 * @param runs the runs that the tick began with its present retention, the earliest first
 * @param typical the latest runs that show what becomes overdue in one interval: they and the run
 *     before cleaned up all targets, and no other run removed any of it between the two
 * @param byHandToo {@code runs}, and the runs with its present retention that somebody asked for
 */
public record ScheduleHistory(
    Schedule schedule,
    List<String> targets,
    List<CleanupRun> runs,
    List<CleanupRun> typical,
    List<CleanupRun> byHandToo) {
  static final long DAY = Duration.ofDays(1).toSeconds();

  /** The time for which saved work is given: 30 days in seconds. */
  static final long MONTH = 30 * DAY;

  /** The interval of the tick in seconds. */
  static final long TICK = 60;

  /** How many typical runs are used: older ones say little about today. */
  private static final int LATEST = 20;

  static ScheduleHistory of(Schedule schedule, List<String> usualTargets, List<CleanupRun> all) {
    List<String> named = schedule.spec().targets();
    List<String> targets = named.isEmpty() ? usualTargets : named;
    List<CleanupRun> byHandToo = all.stream().filter(run -> isOf(schedule, run)).toList();
    List<CleanupRun> runs =
        byHandToo.stream().filter(run -> run.trigger() == Trigger.SCHEDULED).toList();
    return new ScheduleHistory(schedule, targets, runs, typical(targets, runs, all), byHandToo);
  }

  /** Returns whether a run is of this schedule, and not of an earlier one with the same name. */
  private static boolean isOf(Schedule schedule, CleanupRun run) {
    return run.schedules().contains(schedule.name())
        && run.startedAt().isAfter(schedule.createdAt())
        && run.steps().stream()
            .filter(step -> schedule.name().equals(step.schedule()))
            .allMatch(step -> step.retentionDays() == schedule.spec().retentionDays());
  }

  private static List<CleanupRun> typical(
      List<String> targets, List<CleanupRun> runs, List<CleanupRun> all) {
    Set<String> own = runs.stream().map(CleanupRun::id).collect(Collectors.toSet());
    NavigableSet<Instant> removedByOthers =
        all.stream()
            .filter(run -> !own.contains(run.id()) && removedAnyOf(targets, run))
            .map(CleanupRun::startedAt)
            .collect(Collectors.toCollection(TreeSet::new));
    List<CleanupRun> typical = new ArrayList<>();
    for (int i = 1; i < runs.size(); i++) {
      CleanupRun before = runs.get(i - 1);
      CleanupRun run = runs.get(i);
      Instant other = removedByOthers.ceiling(before.startedAt());
      boolean alone = other == null || other.isAfter(run.startedAt());
      if (alone && before.status() == Status.COMPLETED && run.status() == Status.COMPLETED) {
        typical.add(run);
      }
    }
    return latest(typical);
  }

  private static List<CleanupRun> latest(List<CleanupRun> runs) {
    return List.copyOf(runs.subList(Math.max(0, runs.size() - LATEST), runs.size()));
  }

  private static boolean removedAnyOf(List<String> targets, CleanupRun run) {
    return run.steps().stream()
        .anyMatch(step -> targets.contains(step.target()) && step.tally().files() > 0);
  }

  String name() {
    return schedule.name();
  }

  int retentionDays() {
    return schedule.spec().retentionDays();
  }

  /** Seconds. */
  long retention() {
    return retentionDays() * DAY;
  }

  /** What was asked for, as far as that is possible, in seconds. */
  long interval() {
    return Math.max(TICK, schedule.spec().intervalSeconds());
  }

  /** Seconds from one run to the next: the interval, or more when its runs come later than that. */
  long every() {
    List<CleanupRun> last = latest(runs);
    long[] gaps =
        IntStream.range(1, last.size())
            .mapToLong(i -> secondsBetween(last.get(i - 1), last.get(i)))
            .sorted()
            .toArray();
    long seen = gaps.length == 0 ? 0 : gaps[gaps.length / 2];
    // Which of the minute's ticks takes it is chance.
    return seen > interval() + TICK ? seen : interval();
  }

  static long secondsBetween(CleanupRun a, CleanupRun b) {
    return Duration.between(a.startedAt(), b.startedAt()).toSeconds();
  }

  /** What a run did for a target. */
  static Optional<Step> step(CleanupRun run, String target) {
    return run.steps().stream().filter(step -> step.target().equals(target)).findFirst();
  }

  /** Runs that cleaned up a target to its end. */
  List<CleanupRun> runsThatCleaned(String target) {
    return runs.stream()
        .filter(run -> step(run, target).filter(step -> step.error() == null).isPresent())
        .toList();
  }

  static long workedMillis(List<CleanupRun> runs) {
    return runs.stream().mapToLong(CleanupRun::workedMillis).sum();
  }
}
