package dev.headroom.cleanup.advice;

import dev.headroom.cleanup.runs.CleanupRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds schedules of which nearly all runs find nothing. They may as well run only as often as
 * something becomes overdue. An entry is then overdue for one interval at most, so the interval
 * stays below the retention: a schedule that keeps nothing is meant to run often.
 */
final class Idle implements Rule {
  @Override
  public List<Advice> advise(Observations seen) {
    // These schedules do the work of another one, which is removed first.
    Set<String> needed =
        Overlap.in(seen).stream().map(one -> one.covering().name()).collect(Collectors.toSet());
    return seen.schedules().stream()
        .filter(one -> !needed.contains(one.name()))
        .flatMap(one -> idleness(one).stream())
        .filter(found -> found.then() >= found.now() * 3 / 2)
        .filter(found -> found.seconds() >= LEAST_SECONDS && !found.isMuch())
        .map(Idleness::advice)
        .toList();
  }

  private static Optional<Idleness> idleness(ScheduleHistory one) {
    List<CleanupRun> runs = one.typical();
    List<CleanupRun> idle = runs.stream().filter(Idle::isIdle).toList();
    int busy = runs.size() - idle.size();
    return runs.size() < LEAST_RUNS
            || 10 * busy > runs.size()
            || !isIdle(one.runs().getLast())
            || mayBeTooYoung(one)
        ? Optional.empty()
        : Optional.of(
            new Idleness(one, runs.size(), busy, ScheduleHistory.workedMillis(idle), bytes(runs)));
  }

  /** Returns whether the entries may not be old enough yet to be overdue. */
  private static boolean mayBeTooYoung(ScheduleHistory one) {
    Instant old = one.schedule().createdAt().plusSeconds(one.retention());
    return old.isAfter(one.runs().getLast().startedAt())
        && one.byHandToo().stream().allMatch(run -> run.counts().files() == 0);
  }

  private static boolean isIdle(CleanupRun run) {
    return run.counts().found() == 0 && run.counts().files() == 0;
  }

  private static long bytes(List<CleanupRun> runs) {
    return runs.stream().mapToLong(run -> run.counts().bytes()).sum();
  }

  /**
   * A schedule of which nearly all runs find nothing.
   *
   * @param busy how many of the runs found something
   * @param idleMillis how long the other runs were worked on
   * @param removed how many bytes were removed
   */
  private record Idleness(ScheduleHistory of, int runs, int busy, long idleMillis, long removed) {
    int idle() {
      return runs - busy;
    }

    long now() {
      return of.every();
    }

    /**
     * Returns the time in which something is found once; when nothing was, the time of all runs.
     */
    long then() {
      long longest = Math.min(of.retention(), ScheduleHistory.MONTH);
      return Figures.wholeMinutes(Math.min(now() * runs / Math.max(1, busy), longest));
    }

    double seconds() {
      double month = ScheduleHistory.MONTH;
      return Figures.rounded((month / now() - month / then()) * idleMillis / 1_000 / idle());
    }

    /**
     * Returns whether a run would then remove so much that a shorter interval would be advised as
     * soon as it is twice as much.
     */
    boolean isMuch() {
      return perSecond() * (double) then() / 2 >= LEAST_BYTES;
    }

    private double perSecond() {
      return (double) removed / (double) (runs * now());
    }

    /** Returns a negative number: entries are overdue for longer, by half of the difference. */
    long bytes() {
      return -Math.round(perSecond() * (double) (then() - now()) / 2);
    }

    Advice advice() {
      return new Advice(
          Kind.IDLE,
          of.name(),
          null,
          "Lengthen the interval of schedule \"%s\" from %d to %d seconds. Its runs hardly ever find anything."
              .formatted(of.name(), of.schedule().spec().intervalSeconds(), then()),
          evidence(),
          removed == 0 ? work() : storage() + "; " + work(),
          removed == 0 ? null : bytes(),
          seconds());
    }

    private String evidence() {
      String time = Figures.seconds(idleMillis);
      return "The schedule had %d runs, one every %d seconds. ".formatted(runs, now())
          + (busy == 0
              ? "None of them found anything; they took %s.".formatted(time)
              : "%d of them found nothing and took %s; the others removed %s."
                  .formatted(idle(), time, Figures.megabytes((double) removed)));
    }

    private String storage() {
      return "storage: %d bytes / (%d runs * %d s) * (%d s - %d s) / 2 = %d bytes"
          .formatted(removed, runs, now(), now(), then(), bytes());
    }

    private String work() {
      return "work: (%d s / %d s - %d s / %d s) * %s / %d runs = %s s"
          .formatted(
              ScheduleHistory.MONTH,
              now(),
              ScheduleHistory.MONTH,
              then(),
              Figures.seconds(idleMillis),
              idle(),
              Figures.decimal(seconds()));
    }
  }
}
