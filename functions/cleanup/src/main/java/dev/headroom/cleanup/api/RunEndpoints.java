package dev.headroom.cleanup.api;

import dev.headroom.cleanup.Cleanup;
import dev.headroom.cleanup.CleanupBackend;
import dev.headroom.cleanup.CleanupRun;
import dev.headroom.cleanup.RunHistory;
import dev.headroom.errors.HeadroomException;
import dev.headroom.http.Request;
import dev.headroom.http.Response;
import dev.headroom.paging.Cursor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs clean-up, and shows what runs did. */
final class RunEndpoints {
  /** Of the gateway's 29 seconds: then the tick goes on. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int MAX_LIMIT = 200;
  private static final int USUAL_LIMIT = 50;

  private final CleanupBackend backend;
  private final InstantSource clock;

  RunEndpoints(CleanupBackend backend, InstantSource clock) {
    this.backend = backend;
    this.clock = clock;
  }

  record Page(List<RunView> runs, @Nullable String nextCursor) {}

  Response run(Request request, RunRequest body) {
    Cleanup.Request wish = body.with(request);
    CleanupRun run =
        backend
            .cleanup()
            .run(
                request.caller().tenant(),
                wish,
                request.receivedAt().orElse(Instant.MAX),
                clock.instant().plus(PATIENCE));
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
                    "cleanup_id", "There is no clean-up \"%.120s\".".formatted(id)));
  }

  /** The run under way first, on the first page; then those that have ended, the latest first. */
  Response list(Request request) {
    String tenant = request.caller().tenant();
    int limit = request.integer("limit", USUAL_LIMIT, 1, MAX_LIMIT);
    Optional<String> after = request.query("cursor").map(RunEndpoints::place);
    List<RunView> shown = new ArrayList<>();
    if (after.isEmpty()) {
      backend.history().underWay(tenant).map(RunView::of).ifPresent(shown::add);
    }
    var page = backend.history().list(tenant, limit, after);
    page.runs().stream().map(RunView::of).forEach(shown::add);
    return Response.ok(new Page(shown, page.after().map(Cursor::of).orElse(null)));
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
