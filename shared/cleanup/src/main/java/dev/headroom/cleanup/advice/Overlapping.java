package dev.headroom.cleanup.advice;

import dev.headroom.cleanup.runs.CleanupRun;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds targets that two schedules have, one of them in vain. The time of a run is not known by
 * targets, so work is estimated only when all targets of a schedule are redundant, and the schedule
 * with them.
 */
final class Overlapping implements Rule {
  @Override
  public List<Advice> advise(Observations seen) {
    return Overlap.in(seen).stream()
        .collect(Collectors.groupingBy(one -> one.redundant().name()))
        .values()
        .stream()
        .flatMap(
            overlaps ->
                overlaps.size() == overlaps.getFirst().redundant().targets().size()
                    ? Stream.of(withoutSchedule(overlaps))
                    : overlaps.stream().map(Overlapping::withoutTarget))
        .toList();
  }

  private static Advice withoutTarget(Overlap one) {
    String name = one.redundant().name();
    return new Advice(
        Kind.OVERLAPPING,
        name,
        one.target(),
        (one.redundant().schedule().spec().targets().isEmpty()
                ? "Name the targets of schedule \"%1$s\", without \"%2$s\"."
                : "Leave target \"%2$s\" out of schedule \"%1$s\".")
            .concat(" Schedule \"%3$s\" always removes its entries before.")
            .formatted(name, one.target(), one.covering().name()),
        evidence(one),
        null,
        null,
        null);
  }

  private static Advice withoutSchedule(List<Overlap> overlaps) {
    ScheduleHistory redundant = overlaps.getFirst().redundant();
    // In the shortest of these times, none of its targets had anything left.
    List<CleanupRun> runs =
        overlaps.stream().map(Overlap::runs).min(Comparator.comparingInt(List::size)).orElseThrow();
    long every = redundant.every();
    long millis = ScheduleHistory.workedMillis(runs);
    double saved =
        Figures.rounded((double) ScheduleHistory.MONTH / every * millis / 1_000 / runs.size());
    return new Advice(
        Kind.OVERLAPPING,
        redundant.name(),
        null,
        "Remove schedule \"%s\". %s always removes the same entries before."
            .formatted(
                redundant.name(),
                overlaps.stream()
                    .map(one -> "\"" + one.covering().name() + "\"")
                    .distinct()
                    .collect(Collectors.joining(" or ", "Schedule ", ""))),
        overlaps.stream().map(Overlapping::evidence).collect(Collectors.joining(" ")),
        "work: %d s / %d s * %s / %d runs = %s s"
            .formatted(
                ScheduleHistory.MONTH,
                every,
                Figures.seconds(millis),
                runs.size(),
                Figures.decimal(saved)),
        null,
        saved);
  }

  private static String evidence(Overlap one) {
    return "For target \"%s\", %d runs of schedule \"%s\" (retention %s, every %d seconds) found nothing, while schedule \"%s\" (retention %s, every %d seconds) removed %s."
        .formatted(
            one.target(),
            one.runs().size(),
            one.redundant().name(),
            Figures.days(one.redundant().retentionDays()),
            one.redundant().every(),
            one.covering().name(),
            Figures.days(one.covering().retentionDays()),
            one.covering().every(),
            one.removed() == 1 ? "1 item or object" : one.removed() + " items and objects");
  }
}
