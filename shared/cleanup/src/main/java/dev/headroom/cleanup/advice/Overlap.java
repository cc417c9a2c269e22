package dev.headroom.cleanup.advice;

import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.runs.CleanupRun.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A target that one schedule need not have, because another removes all of its entries before.
 *
 * @param redundant the schedule that found nothing of the target
 * @param covering the schedule that removed what there was
 * @param runs the runs of the redundant schedule since the covering one has run
 * @param removed how many items and objects the covering schedule removed
 */
record Overlap(
    ScheduleHistory redundant,
    String target,
    ScheduleHistory covering,
    List<CleanupRun> runs,
    long removed) {

  /** Returns at most one overlap for a schedule and a target, with a schedule that stays. */
  static List<Overlap> in(Observations seen) {
    List<Overlap> all = new ArrayList<>();
    for (ScheduleHistory redundant : seen.schedules()) {
      for (String target : redundant.targets()) {
        seen.schedules().stream()
            .flatMap(covering -> between(redundant, target, covering).stream())
            .forEach(all::add);
      }
    }
    return withCoveringThatStays(all);
  }

  /**
   * Leaves out overlaps whose covering schedule is redundant itself. The last schedule of such a
   * chain covers all others, since running often enough is transitive. No chain is a ring: in one,
   * each schedule would have removed something after the next had begun to leave it nothing.
   */
  private static List<Overlap> withCoveringThatStays(List<Overlap> all) {
    Set<Place> redundant = new HashSet<>();
    all.forEach(one -> redundant.add(new Place(one.redundant.name(), one.target)));
    Map<Place, Overlap> staying = new LinkedHashMap<>();
    all.stream()
        .filter(one -> !redundant.contains(new Place(one.covering.name(), one.target)))
        .forEach(one -> staying.putIfAbsent(new Place(one.redundant.name(), one.target), one));
    return List.copyOf(staying.values());
  }

  private record Place(String schedule, String target) {}

  private static Optional<Overlap> between(
      ScheduleHistory redundant, String target, ScheduleHistory covering) {
    List<CleanupRun> others = covering.runsThatCleaned(target);
    if (redundant.name().equals(covering.name())
        || others.isEmpty()
        || !isAlwaysSooner(covering, redundant)
        || Slow.isSlow(covering)
        || Failing.fails(covering, target)
        || Failing.fails(redundant, target)) {
      return Optional.empty();
    }
    Instant since = others.getFirst().startedAt();
    List<CleanupRun> runs = after(since, redundant.runsThatCleaned(target));
    long removed =
        after(since, others).stream()
            .mapToLong(run -> ScheduleHistory.step(run, target).orElseThrow().tally().files())
            .sum();
    boolean foundNothing =
        runs.stream()
            .flatMap(run -> ScheduleHistory.step(run, target).stream())
            .allMatch(Overlap::isEmpty);
    return foundNothing && removed > 0 && runs.size() >= Rule.LEAST_RUNS
        ? Optional.of(new Overlap(redundant, target, covering, runs, removed))
        : Optional.empty();
  }

  /** Returns whether it keeps nothing longer than the other would, whenever the two are due. */
  private static boolean isAlwaysSooner(ScheduleHistory covering, ScheduleHistory redundant) {
    boolean runsAsOften =
        covering.retentionDays() <= redundant.retentionDays()
            && covering.every() <= redundant.interval();
    return runsAsOften || covering.retention() + covering.every() <= redundant.retention();
  }

  private static List<CleanupRun> after(Instant since, List<CleanupRun> runs) {
    return runs.stream().filter(run -> run.startedAt().isAfter(since)).toList();
  }

  private static boolean isEmpty(Step step) {
    return step.tally().found() == 0 && step.tally().files() == 0;
  }
}
