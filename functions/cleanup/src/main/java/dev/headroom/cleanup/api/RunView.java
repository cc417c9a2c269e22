package dev.headroom.cleanup.api;

import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.runs.RemovalCounts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is shown.
 *
 * @param filesRemoved items and objects; of a dry run, those that would have been removed
 * @param durationSeconds how long it was worked on; the pauses between two ticks do not count
 * @param message what one should know of it; null when there is nothing
 */
record RunView(
    String cleanupId,
    CleanupRun.Status status,
    boolean dryRun,
    CleanupRun.Trigger trigger,
    List<String> scheduleNames,
    long filesRemoved,
    long spaceFreedBytes,
    double durationSeconds,
    Instant startedAt,
    @Nullable Instant completedAt,
    List<TargetView> targets,
    @Nullable String message) {

  /**
   * What came of one target.
   *
   * @param scheduleName whose retention it is; null when it is that of the deployment
   * @param olderThan what is younger was kept
   * @param filesFound what was over
   * @param filesKept found, but in use again before they could be removed
   * @param error why the target could not be cleaned up to its end; null when it could
   */
  record TargetView(
      String target,
      @Nullable String scheduleName,
      int retentionDays,
      Instant olderThan,
      long filesFound,
      long filesRemoved,
      long itemsRemoved,
      long objectsRemoved,
      long filesKept,
      long spaceFreedBytes,
      @Nullable String error) {
    static TargetView of(CleanupRun.Step step) {
      RemovalCounts counts = step.tally();
      return new TargetView(
          step.target(),
          step.schedule(),
          step.retentionDays(),
          step.olderThan(),
          counts.found(),
          counts.files(),
          counts.items(),
          counts.objects(),
          counts.kept(),
          counts.bytes(),
          step.error());
    }
  }

  static RunView of(CleanupRun run) {
    RemovalCounts counts = run.counts();
    return new RunView(
        run.id(),
        run.status(),
        run.dryRun(),
        run.trigger(),
        run.schedules(),
        counts.files(),
        counts.bytes(),
        run.workedMillis() / 1_000.0,
        run.startedAt(),
        run.endedAt(),
        run.steps().stream().map(TargetView::of).toList(),
        message(run));
  }

  private static @Nullable String message(CleanupRun run) {
    return switch (run.status()) {
      case RUNNING -> "It goes on within a minute; this is how far it is.";
      case FAILED -> "Some targets could not be cleaned up to their end; the others were.";
      case COMPLETED ->
          run.steps().isEmpty()
              ? "No schedule is due; force=true runs all of them."
              : run.dryRun() ? "Nothing was removed: this is what a run would remove." : null;
    };
  }
}
