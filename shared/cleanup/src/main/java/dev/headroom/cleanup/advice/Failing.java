package dev.headroom.cleanup.advice;

import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds targets that all of the latest runs of a schedule gave up. Runs that somebody asked for
 * count as well: a target that one of them has cleaned up works again.
 */
final class Failing implements Rule {
  private static final int LEAST_FAILURES = 2;

  @Override
  public List<Advice> advise(Observations seen) {
    return seen.schedules().stream()
        .flatMap(one -> one.targets().stream().flatMap(target -> advice(one, target).stream()))
        .toList();
  }

  static boolean fails(ScheduleHistory one, String target) {
    return failed(one, target).size() >= LEAST_FAILURES;
  }

  /** Returns the runs that failed since the last one that did not, the latest first. */
  private static List<CleanupRun> failed(ScheduleHistory one, String target) {
    return one.byHandToo().reversed().stream()
        .filter(run -> step(one, run, target).findAny().isPresent())
        .takeWhile(run -> step(one, run, target).anyMatch(step -> step.error() != null))
        .toList();
  }

  private static Optional<Advice> advice(ScheduleHistory one, String target) {
    List<CleanupRun> failed = failed(one, target);
    if (failed.size() < LEAST_FAILURES) {
      return Optional.empty();
    }
    Optional<String> error =
        step(one, failed.getFirst(), target)
            .flatMap(step -> Stream.ofNullable(step.error()))
            .findFirst();
    return Optional.of(
        new Advice(
            Kind.FAILING,
            one.name(),
            target,
            "Find out why target \"%s\" of schedule \"%s\" fails. It is not cleaned up."
                .formatted(target, one.name()),
            "The latest %d runs with this target, from %s to %s, gave it up. The latest error was: %s"
                .formatted(
                    failed.size(),
                    Json.spelled(failed.getLast().startedAt()),
                    Json.spelled(failed.getFirst().startedAt()),
                    error.orElseThrow()),
            null,
            null,
            null));
  }

  /** Returns the step of a run, unless it is another schedule's in a run of several. */
  private static Stream<CleanupRun.Step> step(ScheduleHistory one, CleanupRun run, String target) {
    return ScheduleHistory.step(run, target)
        .filter(step -> one.name().equals(step.schedule()))
        .stream();
  }
}
