package dev.headroom.cleanup.runs;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sums over all runs of a tenant that have ended.
 *
 * @param completed how many runs cleaned up all their targets
 * @param failed how many runs gave up some of theirs
 * @param workedMillis how long workers worked on them
 * @param lastEndedAt when the latest of them ended; null when there was none
 * @param byTarget the counts of each target
 */
public record Totals(
    long completed,
    long failed,
    long workedMillis,
    @Nullable Instant lastEndedAt,
    Map<String, RemovalCounts> byTarget) {
  public static final Totals NONE = new Totals(0, 0, 0, null, Map.of());

  public Totals {
    byTarget = Map.copyOf(byTarget);
  }

  /** Returns the sums with a run that has ended. */
  Totals plus(CleanupRun run) {
    boolean well = run.status() == CleanupRun.Status.COMPLETED;
    return new Totals(
        completed + (well ? 1 : 0),
        failed + (well ? 0 : 1),
        workedMillis + run.workedMillis(),
        run.endedAt(),
        plusRemovedBy(run).byTarget);
  }

  /** Returns the sums with what a run has removed; the run itself is not counted. */
  Totals plusRemovedBy(CleanupRun run) {
    Map<String, RemovalCounts> sums = new TreeMap<>(byTarget);
    run.steps().forEach(step -> sums.merge(step.target(), step.tally(), RemovalCounts::plus));
    return new Totals(completed, failed, workedMillis, lastEndedAt, sums);
  }

  /** Returns what was added since an earlier time. */
  public Totals since(Totals before) {
    Map<String, RemovalCounts> sums = new TreeMap<>(byTarget);
    before.byTarget.forEach(
        (target, counts) -> sums.computeIfPresent(target, (_, all) -> all.minus(counts)));
    return new Totals(
        completed - before.completed,
        failed - before.failed,
        workedMillis - before.workedMillis,
        completed + failed == before.completed + before.failed ? null : lastEndedAt,
        sums);
  }
}
