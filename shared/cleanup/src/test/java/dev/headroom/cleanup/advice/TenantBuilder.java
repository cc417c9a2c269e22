package dev.headroom.cleanup.advice;

import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.runs.CleanupRun.Step;
import dev.headroom.cleanup.runs.CleanupRun.Trigger;
import dev.headroom.cleanup.runs.RemovalCounts;
import dev.headroom.cleanup.schedules.Schedule;
import dev.headroom.cleanup.schedules.ScheduleSpec;
import dev.headroom.jobs.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Schedules and runs, told in the order in which they happened. */
final class TenantBuilder {
  static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  static final long MB = 1_000_000;

  final List<Schedule> schedules = new ArrayList<>();
  private final List<CleanupRun> runs = new ArrayList<>();
  private int ids;

  static TenantBuilder with(Schedule... schedules) {
    var tenant = new TenantBuilder();
    tenant.schedules.addAll(List.of(schedules));
    return tenant;
  }

  static Schedule schedule(String name, Duration interval, int days, String... targets) {
    return schedule(START, name, interval, days, targets);
  }

  static Schedule schedule(
      Instant createdAt, String name, Duration interval, int days, String... targets) {
    var terms =
        new ScheduleSpec(name, interval.toSeconds(), days, Priority.NORMAL, List.of(targets));
    return new Schedule(terms, createdAt, createdAt.plus(interval), Optional.empty());
  }

  /** A run of one schedule, each of whose targets gave so much. */
  TenantBuilder run(Schedule of, Duration after, long millis, long bytes) {
    return run(Trigger.SCHEDULED, of, after, millis, bytes, null);
  }

  TenantBuilder failed(Schedule of, Duration after) {
    return run(Trigger.SCHEDULED, of, after, 500, 0, "A service did not answer.");
  }

  TenantBuilder byHand(Schedule of, Duration after, long bytes) {
    return run(Trigger.MANUAL, of, after, 500, bytes, null);
  }

  private TenantBuilder run(
      Trigger by, Schedule of, Duration after, long millis, long bytes, @Nullable String error) {
    Instant at = of.createdAt().plus(after);
    int days = of.spec().retentionDays();
    List<String> targets = of.spec().targets().isEmpty() ? List.of("jobs") : of.spec().targets();
    return run(
        by,
        List.of(of.name()),
        at,
        millis,
        targets.stream().map(target -> step(target, of.name(), days, at, bytes, error)).toList());
  }

  TenantBuilder run(Trigger by, List<String> schedules, Instant at, long millis, List<Step> steps) {
    runs.add(aRun(by, false, schedules, at, millis, steps));
    return this;
  }

  TenantBuilder dryRun(Schedule of, Duration after, long bytes) {
    Instant at = of.createdAt().plus(after);
    var step = step("jobs", of.name(), of.spec().retentionDays(), at, bytes, null);
    runs.add(aRun(Trigger.MANUAL, true, List.of(of.name()), at, 500, List.of(step)));
    return this;
  }

  private CleanupRun aRun(
      Trigger by, boolean dry, List<String> names, Instant at, long millis, List<Step> steps) {
    return new CleanupRun(
        "cleanup_%06d".formatted(ids++),
        by,
        dry,
        names,
        Priority.NORMAL,
        at,
        steps,
        steps.size(),
        null,
        0,
        millis,
        at.plusMillis(millis));
  }

  static Step step(
      String target, String schedule, int days, Instant at, long bytes, @Nullable String error) {
    long files = bytes == 0 ? 0 : 1;
    var tally = new RemovalCounts(files, files, 0, bytes, 0);
    return new Step(target, schedule, days, at.minus(Duration.ofDays(days)), tally, error);
  }

  Observations seen() {
    return Observations.of(schedules, List.of("jobs"), runs);
  }

  List<Advice> advice() {
    return Advice.of(seen());
  }

  List<Kind> kinds() {
    return advice().stream().map(Advice::kind).toList();
  }
}
