package dev.headroom.cleanup.api;

import dev.headroom.cleanup.SkewAdjustedClock;
import dev.headroom.cleanup.schedules.Schedule;
import dev.headroom.cleanup.schedules.ScheduleSpec;
import dev.headroom.cleanup.schedules.Schedules;
import dev.headroom.errors.HeadroomException;
import dev.headroom.http.Request;
import dev.headroom.http.Response;
import dev.headroom.jobs.Priority;
import dev.headroom.paging.Cursor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The endpoints of schedules. */
final class ScheduleEndpoints {
  private static final int MAX_LIMIT = 200;
  private static final int USUAL_LIMIT = 50;

  private final Schedules schedules;
  private final SkewAdjustedClock clock;

  ScheduleEndpoints(Schedules schedules, SkewAdjustedClock clock) {
    this.schedules = schedules;
    this.clock = clock;
  }

  /**
   * A schedule as the API shows it.
   *
   * @param targets null when it has the usual targets
   */
  record View(
      String name,
      long intervalSeconds,
      int retentionDays,
      Priority priority,
      @Nullable List<String> targets,
      Instant createdAt,
      Instant nextRunAt,
      @Nullable String lastRunId) {
    static View of(Schedule schedule) {
      var spec = schedule.spec();
      return new View(
          spec.name(),
          spec.intervalSeconds(),
          spec.retentionDays(),
          spec.priority(),
          spec.targets().isEmpty() ? null : spec.targets(),
          schedule.createdAt(),
          schedule.dueAt(),
          schedule.lastRunId().orElse(null));
    }
  }

  record Page(List<View> schedules, @Nullable String nextCursor) {}

  record Added(String message, View schedule) {}

  record Removed(String message) {}

  Response add(Request request, ScheduleRequest body) {
    request.receivedAt().ifPresent(clock::adjust);
    var added = schedules.add(request.caller().tenant(), body.spec());
    String name = added.schedule().name();
    var view = View.of(added.schedule());
    return added.created()
        ? new Response(
            201,
            new Added("Cleanup schedule '%s' added successfully".formatted(name), view),
            Map.of())
        : Response.ok(new Added("Cleanup schedule '%s' is there already".formatted(name), view));
  }

  Response list(Request request) {
    int limit = request.integer("limit", USUAL_LIMIT, 1, MAX_LIMIT);
    Optional<String> after = request.query("cursor").map(ScheduleEndpoints::place);
    var page = schedules.list(request.caller().tenant(), limit, after);
    return Response.ok(
        new Page(
            page.schedules().stream().map(View::of).toList(),
            page.after().map(Cursor::of).orElse(null)));
  }

  private static String place(String cursor) {
    String name = Cursor.place("cursor", cursor);
    if (!ScheduleSpec.isName(name)) {
      throw Cursor.invalid("cursor");
    }
    return name;
  }

  Response remove(Request request) {
    String name = request.pathParameter("name");
    if (!schedules.remove(request.caller().tenant(), name)) {
      throw new HeadroomException.NotFound(
          "name", "There is no schedule \"%.120s\".".formatted(name));
    }
    return Response.ok(new Removed("Schedule '%s' removed successfully".formatted(name)));
  }
}
