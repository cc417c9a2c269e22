package dev.headroom.cleanup.advice;

import java.util.List;
import java.util.Optional;

/**
 * Finds targets of which more and more becomes overdue. What is kept is what arrives in the time of
 * the retention (<a href="https://en.wikipedia.org/wiki/Little%27s_law">Little's law</a>). What
 * becomes overdue today arrived one retention ago, so for a target that still grows this is a lower
 * bound.
 */
final class Growing implements Rule {
  private static final double LEAST_GROWTH = 1.5;

  /** One large run is not growth. */
  private static final double LEAST_SHARE_OF_RISING = 0.75;

  @Override
  public List<Advice> advise(Observations seen) {
    return seen.schedules().stream()
        .flatMap(one -> one.targets().stream())
        .distinct()
        .flatMap(target -> Growth.of(target, seen).stream())
        .filter(growth -> !Failing.fails(growth.keeper(), growth.target()))
        .filter(growth -> growth.shareOfRising() >= LEAST_SHARE_OF_RISING)
        .filter(
            growth -> Growth.rate(growth.later()) >= LEAST_GROWTH * Growth.rate(growth.earlier()))
        .flatMap(growth -> advice(growth).stream())
        .toList();
  }

  private static Optional<Advice> advice(Growth growth) {
    ScheduleHistory keeper = growth.keeper();
    int half = keeper.retentionDays() / 2;
    if (half < 1) {
      return Optional.empty();
    }
    long then = half * ScheduleHistory.DAY;
    long removed = Growth.bytes(growth.later());
    long seconds = Growth.seconds(growth.later());
    long bytes = Math.round((double) removed / seconds * (keeper.retention() - then));
    if (bytes < LEAST_BYTES) {
      return Optional.empty();
    }
    return Optional.of(
        new Advice(
            Kind.GROWING,
            keeper.name(),
            growth.target(),
            recommendation(growth, half),
            evidence(growth),
            "storage: %d bytes / %d s * (%d s - %d s) = %d bytes"
                .formatted(removed, seconds, keeper.retention(), then, bytes),
            bytes,
            null));
  }

  /** Returns what to do: a schedule with several targets keeps all of them for the same time. */
  private static String recommendation(Growth growth, int days) {
    String what =
        growth.keeper().targets().size() == 1
            ? "Shorten the retention of schedule \"%1$s\" from %2$d to %3$s"
            : "Give target \"%4$s\" a schedule of its own with a retention of %3$s instead of the %2$d of schedule \"%1$s\"";
    return (what + ", if that is long enough. Target \"%4$s\" grows.")
        .formatted(
            growth.keeper().name(),
            growth.keeper().retentionDays(),
            Figures.days(days),
            growth.target());
  }

  private static String evidence(Growth growth) {
    return "Of target \"%s\", runs removed %s a day in %d intervals, and then %s a day in %d intervals. At the later rate, %s are kept under the retention of %s."
        .formatted(
            growth.target(),
            Figures.megabytes(Growth.rate(growth.earlier()) * ScheduleHistory.DAY),
            growth.earlier().size(),
            Figures.megabytes(Growth.rate(growth.later()) * ScheduleHistory.DAY),
            growth.later().size(),
            Figures.megabytes(Growth.rate(growth.later()) * growth.keeper().retention()),
            Figures.days(growth.keeper().retentionDays()));
  }
}
