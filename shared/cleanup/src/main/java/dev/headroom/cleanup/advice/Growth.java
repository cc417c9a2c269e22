package dev.headroom.cleanup.advice;

import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.runs.CleanupRun.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How much of a target was removed in two halves of a time, each of whole intervals between runs of
 * one schedule. Runs with the same retention remove in the long run what becomes overdue between
 * them. The first run is not counted, since nobody knows for how long its entries were overdue.
 *
 * @param keeper the schedule that keeps the target for the shortest time
 * @param earlier what was removed in each interval of the first half
 * @param later what was removed in each interval of the second half
 */
record Growth(ScheduleHistory keeper, String target, List<Part> earlier, List<Part> later) {
  private static final int LEAST_PARTS = 4;

  /** A half has a weekend: shorter halves would compare working days with days of rest. */
  private static final long LEAST_SECONDS = Duration.ofDays(7).toSeconds();

  /** An interval, and what was removed in it and at its end. */
  record Part(long seconds, long bytes) {
    double rate() {
      return (double) bytes / Math.max(1, seconds);
    }
  }

  static Optional<Growth> of(String target, Observations seen) {
    return keeper(target, seen).flatMap(keeper -> of(keeper, target, seen));
  }

  private static Optional<ScheduleHistory> keeper(String target, Observations seen) {
    return seen.schedules().stream()
        .filter(one -> one.targets().contains(target))
        .min(
            Comparator.comparingInt(ScheduleHistory::retentionDays)
                .thenComparing(
                    Comparator.comparingLong((ScheduleHistory one) -> removed(target, one.runs()))
                        .reversed())
                .thenComparing(ScheduleHistory::name));
  }

  private static Optional<Growth> of(ScheduleHistory keeper, String target, Observations seen) {
    Instant settled = settled(keeper.retentionDays(), target, seen);
    List<CleanupRun> runs =
        keeper.runsThatCleaned(target).stream()
            .filter(run -> !run.startedAt().isBefore(settled))
            // Before that, entries may have been too young: growing old is not growth.
            .dropWhile(run -> removed(target, List.of(run)) == 0)
            .toList();
    if (runs.size() <= 2 * LEAST_PARTS) {
      return Optional.empty();
    }
    List<Part> parts =
        IntStream.range(1, runs.size())
            .mapToObj(i -> part(target, seen, runs.get(i - 1), runs.get(i)))
            .toList();
    int middle = middle(parts);
    var growth =
        new Growth(keeper, target, parts.subList(0, middle), parts.subList(middle, parts.size()));
    return Optional.of(growth).filter(Growth::isLongEnough);
  }

  /**
   * Returns when entries are as old again as the retention. A run with a shorter retention may have
   * removed them before, and then nothing becomes overdue for a while.
   */
  private static Instant settled(int retentionDays, String target, Observations seen) {
    return seen.runs().stream()
        .flatMap(
            run ->
                ScheduleHistory.step(run, target)
                    .filter(step -> step.retentionDays() < retentionDays)
                    .map(step -> settled(run, step, retentionDays))
                    .stream())
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  private static Instant settled(CleanupRun run, Step step, int retentionDays) {
    return run.startedAt().plus(Duration.ofDays(retentionDays - step.retentionDays()));
  }

  private static Part part(String target, Observations seen, CleanupRun after, CleanupRun to) {
    List<CleanupRun> within =
        seen.runs().stream()
            .filter(run -> run.startedAt().isAfter(after.startedAt()))
            .filter(run -> !run.startedAt().isAfter(to.startedAt()))
            .toList();
    return new Part(ScheduleHistory.secondsBetween(after, to), removed(target, within));
  }

  private static long removed(String target, List<CleanupRun> runs) {
    return runs.stream()
        .flatMap(run -> ScheduleHistory.step(run, target).stream())
        .mapToLong(step -> step.tally().bytes())
        .sum();
  }

  /** Returns the place of the part that is the first to end in the second half of the time. */
  private static int middle(List<Part> parts) {
    long all = seconds(parts);
    int middle = 0;
    while (middle < parts.size() && 2 * seconds(parts.subList(0, middle + 1)) <= all) {
      middle++;
    }
    return middle;
  }

  private boolean isLongEnough() {
    return earlier.size() >= LEAST_PARTS
        && later.size() >= LEAST_PARTS
        && seconds(earlier) >= LEAST_SECONDS
        && seconds(later) >= LEAST_SECONDS;
  }

  /** Returns in which share of all pairs of an earlier and a later interval the later had more. */
  double shareOfRising() {
    long rising =
        earlier.stream()
            .mapToLong(one -> later.stream().filter(two -> two.rate() > one.rate()).count())
            .sum();
    return (double) rising / ((long) earlier.size() * later.size());
  }

  static long bytes(List<Part> parts) {
    return parts.stream().mapToLong(Part::bytes).sum();
  }

  static long seconds(List<Part> parts) {
    return parts.stream().mapToLong(Part::seconds).sum();
  }

  /** Returns the bytes a second. */
  static double rate(List<Part> parts) {
    return (double) bytes(parts) / seconds(parts);
  }
}
