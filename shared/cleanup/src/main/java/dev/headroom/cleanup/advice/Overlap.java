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
 * A target that one schedule need not have, because another removes all of it before.
 *
 * @param spare the one that found nothing of it
 * @param by the one that removed what there was
 * @param runs of the first, since the other runs
 * @param removed by the other, in items and objects
 */
record Overlap(
    ScheduleHistory spare, String target, ScheduleHistory by, List<CleanupRun> runs, long removed) {

  /** Of each schedule and target one at most, by a schedule that must keep the target. */
  static List<Overlap> in(Observations seen) {
    List<Overlap> all = new ArrayList<>();
    for (ScheduleHistory spare : seen.schedules()) {
      for (String target : spare.targets()) {
        seen.schedules().stream()
            .flatMap(by -> between(spare, target, by).stream())
            .forEach(all::add);
      }
    }
    return whoseOtherStays(all);
  }

  /**
   * Who is spared by one that is spare itself is spared by the last of the chain too: it runs often
   * enough, since that is transitive. No chain is a ring: in one, each would have removed something
   * after the next had begun to leave it nothing.
   */
  private static List<Overlap> whoseOtherStays(List<Overlap> all) {
    Set<Place> spare = new HashSet<>();
    all.forEach(one -> spare.add(new Place(one.spare.name(), one.target)));
    Map<Place, Overlap> staying = new LinkedHashMap<>();
    all.stream()
        .filter(one -> !spare.contains(new Place(one.by.name(), one.target)))
        .forEach(one -> staying.putIfAbsent(new Place(one.spare.name(), one.target), one));
    return List.copyOf(staying.values());
  }

  private record Place(String schedule, String target) {}

  private static Optional<Overlap> between(
      ScheduleHistory spare, String target, ScheduleHistory by) {
    List<CleanupRun> others = by.runsThatCleaned(target);
    if (spare.name().equals(by.name())
        || others.isEmpty()
        || !isAlwaysSooner(by, spare)
        || Slow.isSlow(by)
        || Failing.fails(by, target)
        || Failing.fails(spare, target)) {
      return Optional.empty();
    }
    Instant since = others.getFirst().startedAt();
    List<CleanupRun> runs = after(since, spare.runsThatCleaned(target));
    long removed =
        after(since, others).stream()
            .mapToLong(run -> ScheduleHistory.step(run, target).orElseThrow().tally().files())
            .sum();
    boolean foundNothing =
        runs.stream()
            .flatMap(run -> ScheduleHistory.step(run, target).stream())
            .allMatch(Overlap::isEmpty);
    return foundNothing && removed > 0 && runs.size() >= Rule.LEAST_RUNS
        ? Optional.of(new Overlap(spare, target, by, runs, removed))
        : Optional.empty();
  }

  /** By its terms, whenever the two are due: it keeps nothing longer than the other would. */
  private static boolean isAlwaysSooner(ScheduleHistory by, ScheduleHistory spare) {
    boolean runsAsOften =
        by.retentionDays() <= spare.retentionDays() && by.every() <= spare.interval();
    return runsAsOften || by.retention() + by.every() <= spare.retention();
  }

  private static List<CleanupRun> after(Instant since, List<CleanupRun> runs) {
    return runs.stream().filter(run -> run.startedAt().isAfter(since)).toList();
  }

  private static boolean isEmpty(Step step) {
    return step.tally().found() == 0 && step.tally().files() == 0;
  }
}
