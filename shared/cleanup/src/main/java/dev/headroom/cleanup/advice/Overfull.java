package dev.headroom.cleanup.advice;

import dev.headroom.cleanup.runs.CleanupRun;
import java.util.List;
import java.util.Optional;

/**
 * Finds schedules of which each run removes much, and whose interval is long compared with their
 * retention. Entries that arrive evenly are overdue for half an interval on average (<a
 * href="https://en.wikipedia.org/wiki/Little%27s_law">Little's law</a>), so that half of what a run
 * removes is overdue at any time.
 */
final class Overfull implements Rule {
  /** With so many intervals in a retention, half an interval is a tenth of the retention. */
  private static final int INTERVALS_OF_A_RETENTION = 5;

  @Override
  public List<Advice> advise(Observations seen) {
    return seen.schedules().stream().flatMap(one -> advice(one).stream()).toList();
  }

  private static Optional<Advice> advice(ScheduleHistory one) {
    List<CleanupRun> runs = one.typical();
    long now = one.every();
    long then = Math.max(ScheduleHistory.TICK, Figures.wholeMinutes(now / 2));
    if (runs.size() < LEAST_RUNS
        || then >= one.interval()
        || INTERVALS_OF_A_RETENTION * now < one.retention()
        || !isNearlyAlwaysBusy(runs)
        || wouldBeSlow(runs, then)) {
      return Optional.empty();
    }
    long removed = runs.stream().mapToLong(run -> run.counts().bytes()).sum();
    long bytes = Math.round(removed / 2.0 / runs.size() * (1 - (double) then / now));
    return bytes < LEAST_BYTES ? Optional.empty() : Optional.of(advice(one, removed, then, bytes));
  }

  private static boolean isNearlyAlwaysBusy(List<CleanupRun> runs) {
    long busy = runs.stream().filter(run -> run.counts().files() > 0).count();
    return 10 * busy >= 9L * runs.size();
  }

  private static boolean wouldBeSlow(List<CleanupRun> runs, long then) {
    return 2 * ScheduleHistory.workedMillis(runs) > 1_000 * then * runs.size();
  }

  private static Advice advice(ScheduleHistory one, long removed, long then, long bytes) {
    List<CleanupRun> runs = one.typical();
    long now = one.every();
    // More runs remove the same entries; an additional run takes as long as the shortest one.
    long least = runs.stream().mapToLong(CleanupRun::workedMillis).min().orElseThrow();
    double month = ScheduleHistory.MONTH;
    double seconds = Figures.rounded((month / now - month / then) * least / 1_000);
    return new Advice(
        Kind.OVERFULL,
        one.name(),
        null,
        "Shorten the interval of schedule \"%s\" from %d to %d seconds. Less is then overdue between two runs. The additional runs cost work."
            .formatted(one.name(), one.schedule().spec().intervalSeconds(), then),
        "The schedule had %d runs, one every %d seconds, which removed %s. Entries that arrive evenly are overdue for half of an interval. The shortest run took %s, which is taken as the cost of another run."
            .formatted(
                runs.size(), now, Figures.megabytes((double) removed), Figures.seconds(least)),
        "storage: %d bytes / %d runs / 2 * (1 - %d s / %d s) = %d bytes; work: (%d s / %d s - %d s / %d s) * %s = %s s"
            .formatted(
                removed,
                runs.size(),
                then,
                now,
                bytes,
                ScheduleHistory.MONTH,
                now,
                ScheduleHistory.MONTH,
                then,
                Figures.seconds(least),
                Figures.decimal(seconds)),
        bytes,
        seconds);
  }
}
