package dev.headroom.cleanup.api;

import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.runs.RemovalCounts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as the API shows it.
 *
 * @param filesRemoved removed items and objects; of a dry run, those that would have been removed
 * @param durationSeconds how long workers worked on it, without the pauses between two ticks
 * @param message a sentence on the state of the run; null when the other fields say all
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
   * One target of a run as the API shows it.
   *
   * @param scheduleName the schedule that sets the retention; null when the deployment does
   * @param olderThan the age limit: what is younger was kept
   * @param filesFound items and objects that were overdue
   * @param filesKept items and objects that were in use again before they were removed
   * @param error why the target was given up; null when it was cleaned up
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
      case RUNNING -> "The run goes on within a minute. The counts show how far it is.";
      case FAILED -> "Some targets could not be cleaned up completely; the others were.";
      case COMPLETED ->
          run.steps().isEmpty()
              ? "No schedule is due. Use force=true to run all of them."
              : run.dryRun()
                  ? "Nothing was removed. The counts show what a run would remove."
                  : null;
    };
  }
}
