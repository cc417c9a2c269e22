package dev.headroom.cleanup.api;

import dev.headroom.cleanup.Cleanup;
import dev.headroom.cleanup.CleanupBackend;
import dev.headroom.cleanup.SkewAdjustedClock;
import dev.headroom.cleanup.history.RunHistory;
import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.errors.HeadroomException;
import dev.headroom.http.Request;
import dev.headroom.http.Response;
import dev.headroom.paging.Cursor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The endpoints of runs and statistics. */
final class RunEndpoints {
  /**
   * What a request leaves of its time, for the transaction that is under way then and for the
   * answer. The tick goes on with the run.
   */
  private static final Duration MARGIN = Duration.ofSeconds(9);

  private static final int MAX_LIMIT = 200;
  private static final int USUAL_LIMIT = 50;

  private final CleanupBackend backend;
  private final SkewAdjustedClock clock;

  RunEndpoints(CleanupBackend backend, SkewAdjustedClock clock) {
    this.backend = backend;
    this.clock = clock;
  }

  record Page(List<RunView> runs, @Nullable String nextCursor) {}

  Response run(Request request, RunRequest body) {
    Cleanup.Request wanted = body.with(request);
    request.receivedAt().ifPresent(clock::adjust);
    CleanupRun run =
        backend
            .cleanup()
            .run(
                request.caller().tenant(),
                wanted,
                clock.instant().plus(request.timeLeft()).minus(MARGIN));
    var view = RunView.of(run);
    return run.status() == CleanupRun.Status.RUNNING
        ? Response.accepted("/api/v1/performance/cleanup/runs/" + run.id(), view)
        : Response.ok(view);
  }

  Response get(Request request) {
    String id = request.pathParameter("id");
    return backend
        .history()
        .find(request.caller().tenant(), id)
        .map(RunView::of)
        .map(Response::ok)
        .orElseThrow(
            () ->
                new HeadroomException.NotFound(
                    "cleanup_id", "There is no run \"%.120s\".".formatted(id)));
  }

  /**
   * Lists the run under way, on the first page, and then runs that have ended, the latest first.
   */
  Response list(Request request) {
    String tenant = request.caller().tenant();
    int limit = request.integer("limit", USUAL_LIMIT, 1, MAX_LIMIT);
    Optional<String> after = request.query("cursor").map(RunEndpoints::place);
    Optional<CleanupRun> underWay =
        after.isEmpty() ? backend.history().underWay(tenant) : Optional.empty();
    var ended = backend.history().list(tenant, limit, after);
    List<CleanupRun> all =
        Stream.concat(underWay.stream(), ended.runs().stream().filter(run -> !isOf(underWay, run)))
            .toList();
    List<CleanupRun> shown = all.stream().limit(limit).toList();
    Optional<String> next = all.size() > limit ? Optional.of(shown.getLast().id()) : ended.after();
    return Response.ok(
        new Page(shown.stream().map(RunView::of).toList(), next.map(Cursor::of).orElse(null)));
  }

  /** Returns whether a run is the one under way: it may have ended between the two reads. */
  private static boolean isOf(Optional<CleanupRun> underWay, CleanupRun ended) {
    return underWay.filter(run -> run.id().equals(ended.id())).isPresent();
  }

  private static String place(String cursor) {
    String id = Cursor.place("cursor", cursor);
    if (!RunHistory.isId(id)) {
      throw Cursor.invalid("cursor");
    }
    return id;
  }

  Response statistics(Request request) {
    return Response.ok(StatisticsView.of(backend.statistics().of(request.caller().tenant())));
  }
}
