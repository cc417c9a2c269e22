package dev.headroom.cleanup.api;

import dev.headroom.cleanup.Cleanup;
import dev.headroom.cleanup.schedules.ScheduleSpec;
import dev.headroom.errors.HeadroomException;
import dev.headroom.http.Request;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /cleanup/run}, which may be left out: each of its fields may also stand
 * in the query. What is removed cannot be brought back, so that nothing is overlooked that somebody
 * wrote, wherever it stands.
 */
record RunRequest(
    @Nullable String scheduleName, @Nullable Boolean force, @Nullable Boolean dryRun) {
  private static final String SCHEDULE_NAME = "schedule_name";
  private static final String FORCE = "force";
  private static final String DRY_RUN = "dry_run";
  private static final Set<String> ALL = Set.of(SCHEDULE_NAME, FORCE, DRY_RUN);

  RunRequest {
    if (scheduleName != null && !ScheduleSpec.isName(scheduleName)) {
      throw noName(scheduleName);
    }
  }

  /**
   * What is asked for here and in the query together.
   *
   * @throws HeadroomException.Invalid when the two contradict each other, or the query has anything
   *     else
   */
  Cleanup.Request with(Request request) {
    request.refuseParametersBut(ALL);
    Optional<String> named = request.query(SCHEDULE_NAME);
    named
        .filter(name -> !ScheduleSpec.isName(name))
        .ifPresent(
            name -> {
              throw noName(name);
            });
    return new Cleanup.Request(
        either(SCHEDULE_NAME, named, scheduleName),
        either(FORCE, request.flag(FORCE), force).orElse(false),
        either(DRY_RUN, request.flag(DRY_RUN), dryRun).orElse(false));
  }

  private static <T> Optional<T> either(String name, Optional<T> query, @Nullable T body) {
    if (body != null && query.isPresent() && !query.get().equals(body)) {
      throw new HeadroomException.Invalid(
          name, "must be the same in the query and in the body, or stand in one of them");
    }
    return query.or(() -> Optional.ofNullable(body));
  }

  private static HeadroomException.Invalid noName(String text) {
    return new HeadroomException.Invalid(
        SCHEDULE_NAME, "must be the name of a schedule; got \"%.120s\"".formatted(text));
  }
}
