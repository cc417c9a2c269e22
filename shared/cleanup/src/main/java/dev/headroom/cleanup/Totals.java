package dev.headroom.cleanup;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What all runs of a tenant did that have ended.
 *
 * @param completed runs that cleaned up all their targets
 * @param failed runs that could not clean up some of theirs
 * @param workedMillis how long they were worked on
 * @param lastEndedAt when the latest of them ended; null when there was none
 * @param byTarget what came of each target
 */
record Totals(
    long completed,
    long failed,
    long workedMillis,
    @Nullable Instant lastEndedAt,
    Map<String, Tally> byTarget) {
  static final Totals NONE = new Totals(0, 0, 0, null, Map.of());

  Totals {
    byTarget = Map.copyOf(byTarget);
  }

  /** With a run that has ended. */
  Totals plus(CleanupRun run) {
    boolean well = run.status() == CleanupRun.Status.COMPLETED;
    return new Totals(
        completed + (well ? 1 : 0),
        failed + (well ? 0 : 1),
        workedMillis + run.workedMillis(),
        run.endedAt(),
        plusRemovedBy(run).byTarget);
  }

  /** With what a run has removed, whether it has ended or not; which is not counted itself. */
  Totals plusRemovedBy(CleanupRun run) {
    Map<String, Tally> sums = new TreeMap<>(byTarget);
    run.steps().forEach(step -> sums.merge(step.target(), step.tally(), Tally::plus));
    return new Totals(completed, failed, workedMillis, lastEndedAt, sums);
  }

  /** What was added since. */
  Totals since(Totals before) {
    Map<String, Tally> sums = new TreeMap<>(byTarget);
    before.byTarget.forEach(
        (target, tally) -> sums.computeIfPresent(target, (_, all) -> all.minus(tally)));
    return new Totals(
        completed - before.completed,
        failed - before.failed,
        workedMillis - before.workedMillis,
        completed + failed == before.completed + before.failed ? null : lastEndedAt,
        sums);
  }
}
