package dev.headroom.cleanup.runs;

import dev.headroom.jobs.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of clean-up as it is stored: what it is to do, how far it is, and what it has removed.
 *
 * @param schedules the names of the schedules it was begun for; empty when it was begun for none
 * @param steps its targets, which are cleaned up one after the other
 * @param step the place of the present step, from 0; the number of steps when all are done
 * @param cursor where the present step goes on; null at its beginning
 * @param failures how often the present page failed in a row
 * @param workedMillis how long workers have worked on it
 * @param endedAt null until it has ended
 */
public record CleanupRun(
    String id,
    Trigger trigger,
    boolean dryRun,
    List<String> schedules,
    Priority priority,
    Instant startedAt,
    List<Step> steps,
    int step,
    @Nullable String cursor,
    int failures,
    long workedMillis,
    @Nullable Instant endedAt) {

  /** The cause of a run: a schedule that was due, or a request. */
  public enum Trigger {
    SCHEDULED,
    MANUAL
  }

  /** The state of a run. */
  public enum Status {
    RUNNING,
    COMPLETED,
    /** The run has ended and has given up some of its targets; the others were cleaned up. */
    FAILED
  }

  /**
   * One target of a run.
   *
   * @param schedule the schedule that names the target; null when none does
   * @param olderThan the age limit: what is younger is kept
   * @param tally what was removed; the name is that of the stored attribute
   * @param error why the target was given up; null when it was not
   */
  public record Step(
      String target,
      @Nullable String schedule,
      int retentionDays,
      Instant olderThan,
      RemovalCounts tally,
      @Nullable String error) {

    Step plus(RemovalCounts more) {
      return new Step(target, schedule, retentionDays, olderThan, tally.plus(more), error);
    }

    Step failed(String why) {
      return new Step(target, schedule, retentionDays, olderThan, tally, why);
    }
  }

  public CleanupRun {
    schedules = List.copyOf(schedules);
    steps = List.copyOf(steps);
  }

  /** Returns a run at its beginning. */
  public static CleanupRun begin(
      String id,
      Trigger trigger,
      boolean dryRun,
      List<String> schedules,
      Priority priority,
      Instant now,
      List<Step> steps) {
    return new CleanupRun(
        id, trigger, dryRun, schedules, priority, now, steps, 0, null, 0, 0, null);
  }

  /** Returns an id; the order of ids is the order in which runs begin. */
  public static String idAt(Instant startedAt, String random) {
    return String.format(Locale.ROOT, "cleanup_%012x%s", startedAt.toEpochMilli(), random);
  }

  public Status status() {
    if (endedAt == null) {
      return Status.RUNNING;
    }
    return steps.stream().anyMatch(one -> one.error() != null) ? Status.FAILED : Status.COMPLETED;
  }

  /** Returns the counts of all targets together; of a dry run, what would have been removed. */
  public RemovalCounts counts() {
    return steps.stream().map(Step::tally).reduce(RemovalCounts.NONE, RemovalCounts::plus);
  }

  boolean isThrough() {
    return step >= steps.size();
  }

  Step current() {
    return steps.get(step);
  }

  Optional<String> from() {
    return Optional.ofNullable(cursor);
  }

  /** Returns the run with more counted for its present step. */
  CleanupRun plus(RemovalCounts more) {
    return withCurrent(current().plus(more));
  }

  /** Returns the run at the next page of its present step. */
  CleanupRun at(String next) {
    return with(steps, step, next, 0);
  }

  CleanupRun atNextStep() {
    return with(steps, step + 1, null, 0);
  }

  /** Returns the run at the next step, with its present step marked as failed. */
  CleanupRun givenUp(String why) {
    return withCurrent(current().failed(why)).atNextStep();
  }

  CleanupRun failedOnce() {
    return with(steps, step, cursor, failures + 1);
  }

  CleanupRun worked(long millis) {
    return with(steps, step, cursor, failures, millis, endedAt);
  }

  CleanupRun ended(Instant at) {
    return with(steps, step, cursor, failures, workedMillis, at);
  }

  private CleanupRun withCurrent(Step changed) {
    List<Step> all = new ArrayList<>(steps);
    all.set(step, changed);
    return with(all, step, cursor, failures);
  }

  private CleanupRun with(List<Step> all, int at, @Nullable String next, int failed) {
    return with(all, at, next, failed, workedMillis, endedAt);
  }

  private CleanupRun with(
      List<Step> all,
      int at,
      @Nullable String next,
      int failed,
      long worked,
      @Nullable Instant ended) {
    return new CleanupRun(
        id, trigger, dryRun, schedules, priority, startedAt, all, at, next, failed, worked, ended);
  }
}
