package dev.headroom.cleanup.advice;

import dev.headroom.cleanup.runs.CleanupRun;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Targets that two schedules have, and one of them in vain. A run's time is not known by targets:
 * so work is estimated only when all of them go, and the schedule with them.
 */
final class Overlapping implements Rule {
  @Override
  public List<Advice> advise(Observations seen) {
    return Overlap.in(seen).stream()
        .collect(Collectors.groupingBy(one -> one.spare().name()))
        .values()
        .stream()
        .flatMap(
            overlaps ->
                overlaps.size() == overlaps.getFirst().spare().targets().size()
                    ? Stream.of(withoutSchedule(overlaps))
                    : overlaps.stream().map(Overlapping::withoutTarget))
        .toList();
  }

  private static Advice withoutTarget(Overlap one) {
    String name = one.spare().name();
    return new Advice(
        Kind.OVERLAPPING,
        name,
        one.target(),
        (one.spare().schedule().spec().targets().isEmpty()
                ? "Name the targets of schedule \"%s\" without \"%s\": schedule \"%s\" always"
                    + " removes it before."
                : "Leave target \"%2$s\" out of schedule \"%1$s\": schedule \"%3$s\" always removes"
                    + " it before.")
            .formatted(name, one.target(), one.by().name()),
        evidence(one),
        null,
        null,
        null);
  }

  private static Advice withoutSchedule(List<Overlap> overlaps) {
    ScheduleHistory spare = overlaps.getFirst().spare();
    // In the shortest of the times none of its targets had anything left.
    List<CleanupRun> runs =
        overlaps.stream().map(Overlap::runs).min(Comparator.comparingInt(List::size)).orElseThrow();
    long every = spare.every();
    long millis = ScheduleHistory.workedMillis(runs);
    double saved =
        Figures.rounded((double) ScheduleHistory.MONTH / every * millis / 1_000 / runs.size());
    return new Advice(
        Kind.OVERLAPPING,
        spare.name(),
        null,
        "Remove schedule \"%s\": %s always removes its things before."
            .formatted(
                spare.name(),
                overlaps.stream()
                    .map(one -> "\"" + one.by().name() + "\"")
                    .distinct()
                    .collect(Collectors.joining(" or ", "schedule ", ""))),
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
    return "Target \"%s\": %d runs of \"%s\" (kept %d days, every %d seconds) found nothing, while \"%s\" (kept %d days, every %d seconds) removed %d items and objects."
        .formatted(
            one.target(),
            one.runs().size(),
            one.spare().name(),
            one.spare().retentionDays(),
            one.spare().every(),
            one.by().name(),
            one.by().retentionDays(),
            one.by().every(),
            one.removed());
  }
}
