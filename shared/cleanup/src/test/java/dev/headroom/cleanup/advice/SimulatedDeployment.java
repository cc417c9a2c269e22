package dev.headroom.cleanup.advice;

import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.runs.CleanupRun.Step;
import dev.headroom.cleanup.runs.CleanupRun.Trigger;
import dev.headroom.cleanup.runs.RemovalCounts;
import dev.headroom.cleanup.schedules.Schedule;
import dev.headroom.jobs.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/** A small model of a deployment: entries arrive, are kept and are removed, minute by minute. */
final class SimulatedDeployment {
  /** As many as the endpoint looks at. */
  private static final int RUNS = 500;

  /** The time that an entry adds to a run. */
  private static final long ENTRY_MILLIS = 10;

  /** What any run is worked on. */
  long runMillis = 400;

  final Map<String, Schedule> schedules = new HashMap<>();
  final Set<String> broken = new HashSet<>();

  private final Map<String, Deque<Entry>> stored = new HashMap<>();
  private final List<Source> sources = new ArrayList<>();
  private final Map<String, Instant> dueAt = new HashMap<>();
  private final List<CleanupRun> runs = new ArrayList<>();
  private Instant now = TenantBuilder.START;
  private long bytes;
  private double byteMinutes;
  private long minutes;
  private long workedMillis;

  private record Entry(Instant at, long bytes) {}

  /**
   * A source of entries.
   *
   * @param bytes of one that comes at a time; none comes when they are 0
   */
  private record Source(String target, Duration every, ToLongFunction<Instant> bytes) {}

  Instant now() {
    return now;
  }

  SimulatedDeployment source(String target, Duration every, ToLongFunction<Instant> size) {
    sources.add(new Source(target, every, size));
    return this;
  }

  SimulatedDeployment add(String name, Duration interval, int days, String... targets) {
    var schedule = TenantBuilder.schedule(now, name, interval, days, targets);
    schedules.put(name, schedule);
    dueAt.put(name, schedule.dueAt());
    return this;
  }

  SimulatedDeployment remove(String name) {
    schedules.remove(name);
    return this;
  }

  /**
   * Goes from one minute in which something happens to the next; in between, all stays as it is.
   */
  SimulatedDeployment pass(Duration time) {
    long left = time.toMinutes();
    while (left > 0) {
      long quiet = Math.min(left, minutesToNextEvent() - 1);
      now = now.plusSeconds(60 * quiet);
      byteMinutes += (double) bytes * quiet;
      minutes += quiet;
      left -= quiet;
      if (left > 0) {
        passEventfulMinute();
        left--;
      }
    }
    return this;
  }

  private void passEventfulMinute() {
    now = now.plusSeconds(60);
    sources.forEach(this::come);
    List.copyOf(schedules.values()).forEach(this::runWhenDue);
    byteMinutes += bytes;
    minutes++;
  }

  /** At least 1. */
  private long minutesToNextEvent() {
    long passed = Duration.between(TenantBuilder.START, now).toMinutes();
    long next = Long.MAX_VALUE;
    for (Source source : sources) {
      long every = source.every().toMinutes();
      next = Math.min(next, every - passed % every);
    }
    for (String name : schedules.keySet()) {
      Duration untilDue = Duration.between(now, dueAt.getOrDefault(name, now));
      next = Math.min(next, Math.max(1, untilDue.plusSeconds(59).toMinutes()));
    }
    return next;
  }

  private void come(Source source) {
    long size = source.bytes().applyAsLong(now);
    if (Duration.between(TenantBuilder.START, now).toMinutes() % source.every().toMinutes() == 0
        && size > 0) {
      stored.computeIfAbsent(source.target(), _ -> new ArrayDeque<>()).add(new Entry(now, size));
      bytes += size;
    }
  }

  private void runWhenDue(Schedule schedule) {
    Instant due = dueAt.getOrDefault(schedule.name(), now);
    if (due.isAfter(now)) {
      return;
    }
    Instant next = due;
    while (!next.isAfter(now)) {
      next = next.plusSeconds(schedule.spec().intervalSeconds());
    }
    dueAt.put(schedule.name(), next);
    run(Trigger.SCHEDULED, schedule);
  }

  void run(Trigger trigger, Schedule schedule) {
    List<Step> steps =
        schedule.spec().targets().stream().map(target -> clean(schedule, target)).toList();
    long entries = steps.stream().mapToLong(step -> step.tally().items()).sum();
    long millis = runMillis + ENTRY_MILLIS * entries;
    Instant startedAt = now.plusMillis(runs.size() % 1_000);
    runs.add(
        new CleanupRun(
            "cleanup_" + (10_000_000 + runs.size()),
            trigger,
            false,
            List.of(schedule.name()),
            Priority.NORMAL,
            startedAt,
            steps,
            steps.size(),
            null,
            0,
            millis,
            startedAt.plusMillis(millis)));
    workedMillis += millis;
  }

  private Step clean(Schedule schedule, String target) {
    int days = schedule.spec().retentionDays();
    Instant olderThan = now.minus(Duration.ofDays(days));
    if (broken.contains(target)) {
      return new Step(
          target, schedule.name(), days, olderThan, RemovalCounts.NONE, "It is broken.");
    }
    Deque<Entry> all = stored.getOrDefault(target, new ArrayDeque<>());
    long entries = 0;
    long freed = 0;
    while (!all.isEmpty() && all.getFirst().at().isBefore(olderThan)) {
      entries++;
      freed += all.removeFirst().bytes();
    }
    bytes -= freed;
    var tally = new RemovalCounts(entries, entries, 0, freed, 0);
    return new Step(target, schedule.name(), days, olderThan, tally, null);
  }

  List<Advice> advice() {
    List<CleanupRun> latest = runs.reversed();
    return Advice.of(
        Observations.of(
            List.copyOf(schedules.values()),
            List.of(),
            latest.subList(0, Math.min(RUNS, latest.size()))));
  }

  /** What is measured from now on. */
  SimulatedDeployment measure() {
    byteMinutes = 0;
    minutes = 0;
    workedMillis = 0;
    return this;
  }

  /** On the average. */
  double bytesStored() {
    return byteMinutes / minutes;
  }

  double secondsWorked() {
    return workedMillis / 1_000.0;
  }
}
