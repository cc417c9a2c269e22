package dev.headroom.cleanup;

import dev.headroom.jobs.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of clean-up, as it is stored: what it is to do, how far it is, and what it has removed.
 *
 * @param schedules the names of those that it is of; none when it was asked for without any
 * @param steps its targets, one after the other
 * @param step the place of the step that it is at; as many as there are steps when it is through
 * @param cursor where that step goes on; null at its beginning
 * @param failures of that step in a row
 * @param workedMillis how long it was worked on
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

  /** Who began it. */
  public enum Trigger {
    SCHEDULED,
    MANUAL
  }

  /** How it stands. */
  public enum Status {
    RUNNING,
    COMPLETED,
    /** It is over, and some of its targets could not be cleaned up; the others were. */
    FAILED
  }

  /**
   * One target of a run.
   *
   * @param schedule the schedule that asks for it; null when none does
   * @param olderThan what is younger is kept
   * @param error what went wrong, when it was given up; null while all is well
   */
  public record Step(
      String target,
      @Nullable String schedule,
      int retentionDays,
      Instant olderThan,
      Tally tally,
      @Nullable String error) {

    Step plus(Tally more) {
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

  public Status status() {
    if (endedAt == null) {
      return Status.RUNNING;
    }
    return steps.stream().anyMatch(one -> one.error() != null) ? Status.FAILED : Status.COMPLETED;
  }

  /** What was removed of all targets; of a dry run, what would have been. */
  public Tally tally() {
    return steps.stream().map(Step::tally).reduce(Tally.NONE, Tally::plus);
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

  /** With more counted for the step that it is at. */
  CleanupRun plus(Tally more) {
    return withCurrent(current().plus(more));
  }

  /** At the next page of its step. */
  CleanupRun at(String next) {
    return with(steps, step, next, 0);
  }

  /** At the beginning of the next step. */
  CleanupRun atNextStep() {
    return with(steps, step + 1, null, 0);
  }

  /** With its step given up. */
  CleanupRun givenUp(String why) {
    return withCurrent(current().failed(why)).atNextStep();
  }

  CleanupRun failedOnce() {
    return with(steps, step, cursor, failures + 1);
  }

  CleanupRun worked(long millis) {
    return new CleanupRun(
        id, trigger, dryRun, schedules, priority, startedAt, steps, step, cursor, failures, millis,
        endedAt);
  }

  CleanupRun ended(Instant at) {
    return new CleanupRun(
        id,
        trigger,
        dryRun,
        schedules,
        priority,
        startedAt,
        steps,
        step,
        cursor,
        failures,
        workedMillis,
        at);
  }

  private CleanupRun withCurrent(Step changed) {
    List<Step> all = new ArrayList<>(steps);
    all.set(step, changed);
    return with(all, step, cursor, failures);
  }

  private CleanupRun with(List<Step> all, int at, @Nullable String next, int failed) {
    return new CleanupRun(
        id,
        trigger,
        dryRun,
        schedules,
        priority,
        startedAt,
        all,
        at,
        next,
        failed,
        workedMillis,
        endedAt);
  }

  /** An id whose order is that of the runs' beginnings. */
  static String id(Instant startedAt, String random) {
    return String.format(Locale.ROOT, "cleanup_%012x%s", startedAt.toEpochMilli(), random);
  }
}
