package dev.headroom.cleanup.advice;

import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.schedules.ScheduleSpec;
import java.util.List;
import java.util.Optional;

/**
 * Finds schedules of which most of the latest runs took longer than the interval, so that other
 * schedules wait. What a longer interval saves is not known: fewer runs remove the same entries.
 */
final class Slow implements Rule {
  @Override
  public List<Advice> advise(Observations seen) {
    return seen.schedules().stream()
        .filter(Slow::isSlow)
        .flatMap(one -> advice(one).stream())
        .toList();
  }

  static boolean isSlow(ScheduleHistory one) {
    List<CleanupRun> last = last(one);
    return last.size() == LEAST_RUNS && 2 * tooLong(one, last) > last.size();
  }

  private static List<CleanupRun> last(ScheduleHistory one) {
    int size = one.runs().size();
    return one.runs().subList(Math.max(0, size - LEAST_RUNS), size);
  }

  private static long tooLong(ScheduleHistory one, List<CleanupRun> runs) {
    return runs.stream().filter(run -> run.workedMillis() >= 1_000 * one.interval()).count();
  }

  private static Optional<Advice> advice(ScheduleHistory one) {
    List<CleanupRun> last = last(one);
    long millis = ScheduleHistory.workedMillis(last);
    long average = millis / 1_000 / last.size();
    // With this interval, it pauses for as long as it works.
    long then =
        Math.min(
            Figures.wholeMinutes(2 * average) + ScheduleHistory.TICK,
            ScheduleSpec.MAX_INTERVAL_SECONDS);
    if (then <= one.interval()) {
      return Optional.empty();
    }
    return Optional.of(
        new Advice(
            Kind.SLOW,
            one.name(),
            null,
            "Lengthen the interval of schedule \"%s\" from %d to %d seconds. Its runs take longer than its interval, and other schedules wait for them."
                .formatted(one.name(), one.schedule().spec().intervalSeconds(), then),
            "Of its latest %d runs, %d took %d seconds or more. All of them together took %s."
                .formatted(
                    last.size(), tooLong(one, last), one.interval(), Figures.seconds(millis)),
            null,
            null,
            null));
  }
}
