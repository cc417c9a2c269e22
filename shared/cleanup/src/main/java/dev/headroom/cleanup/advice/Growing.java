package dev.headroom.cleanup.advice;

import java.util.List;
import java.util.Optional;

/**
 * More and more becomes overdue of a target. What is kept is what comes in the time for which it is
 * kept (<a href="https://en.wikipedia.org/wiki/Little%27s_law">Little's law</a>); what becomes
 * overdue today came a retention ago, so that of what still grows this is the least.
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

  /** A schedule keeps all its targets for the same time. */
  private static String recommendation(Growth growth, int days) {
    String what =
        growth.keeper().targets().size() == 1
            ? "Shorten the retention of schedule \"%s\" from %d to %d days"
            : "Give target \"%4$s\", which schedule \"%1$s\" keeps for %2$d days, a schedule of its own that keeps it for %3$d";
    return (what + ", if that is enough: target \"%4$s\" grows.")
        .formatted(growth.keeper().name(), growth.keeper().retentionDays(), days, growth.target());
  }

  private static String evidence(Growth growth) {
    return "Removed of \"%s\": %s a day in %d intervals between runs, then %s a day in %d. At the later rate %s lie about under the retention of %d days."
        .formatted(
            growth.target(),
            Figures.megabytes(Growth.rate(growth.earlier()) * ScheduleHistory.DAY),
            growth.earlier().size(),
            Figures.megabytes(Growth.rate(growth.later()) * ScheduleHistory.DAY),
            growth.later().size(),
            Figures.megabytes(Growth.rate(growth.later()) * growth.keeper().retention()),
            growth.keeper().retentionDays());
  }
}
