package dev.headroom.cleanup.api;

import dev.headroom.cleanup.Cleanup;
import dev.headroom.cleanup.schedules.ScheduleSpec;
import dev.headroom.errors.HeadroomException;
import dev.headroom.http.Request;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /cleanup/run}. It may be left out, and each of its fields may be in the
 * query instead. Since a removal cannot be undone, no field that a client wrote is overlooked,
 * wherever it is.
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
   * Returns what the body and the query ask for together.
   *
   * @throws HeadroomException.Invalid when the two contradict each other, or the query has another
   *     parameter
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
          name, "must be the same in the query and in the body, or be in one of them only");
    }
    return query.or(() -> Optional.ofNullable(body));
  }

  private static HeadroomException.Invalid noName(String text) {
    return new HeadroomException.Invalid(
        SCHEDULE_NAME, "must be the name of a schedule; got \"%.120s\"".formatted(text));
  }
}
