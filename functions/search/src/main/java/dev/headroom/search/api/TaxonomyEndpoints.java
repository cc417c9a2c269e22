package dev.headroom.search.api;

import dev.headroom.errors.HeadroomException;
import dev.headroom.http.Request;
import dev.headroom.http.Response;
import dev.headroom.paging.Cursor;
import dev.headroom.search.Taxonomy;
import dev.headroom.search.TaxonomyStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Endpoints that write, show, list and remove taxonomies. */
final class TaxonomyEndpoints {
  private static final int MAX_LIMIT = 200;
  private static final int USUAL_LIMIT = 50;

  private final TaxonomyStore taxonomies;

  TaxonomyEndpoints(TaxonomyStore taxonomies) {
    this.taxonomies = taxonomies;
  }

  /** A taxonomy in a list. */
  record Listed(
      String taxonomyId, String name, int categoriesCount, Instant createdAt, Instant updatedAt) {
    static Listed of(TaxonomyStore.Summary summary) {
      return new Listed(
          summary.id(),
          summary.name(),
          summary.categoriesCount(),
          summary.createdAt(),
          summary.updatedAt());
    }
  }

  record Page(List<Listed> taxonomies, @Nullable String nextCursor) {}

  Response put(Request request, TaxonomyRequest body) {
    var written =
        taxonomies.put(
            request.caller().tenant(), request.pathParameter("id"), body.name(), body.categories());
    var view = TaxonomyView.of(written.taxonomy());
    return written.created()
        ? new Response(201, view, Map.of("location", request.path()))
        : Response.ok(view);
  }

  Response get(Request request) {
    String id = request.pathParameter("id");
    return taxonomies
        .find(request.caller().tenant(), id)
        .map(TaxonomyView::of)
        .map(Response::ok)
        .orElseThrow(() -> unknown(id));
  }

  Response delete(Request request) {
    String id = request.pathParameter("id");
    if (!taxonomies.delete(request.caller().tenant(), id)) {
      throw unknown(id);
    }
    return Response.noContent();
  }

  Response list(Request request) {
    int limit = request.integer("limit", USUAL_LIMIT, 1, MAX_LIMIT);
    Optional<String> after = request.query("cursor").map(TaxonomyEndpoints::place);
    var page = taxonomies.list(request.caller().tenant(), limit, after);
    return Response.ok(
        new Page(
            page.taxonomies().stream().map(Listed::of).toList(),
            page.after().map(Cursor::of).orElse(null)));
  }

  private static String place(String cursor) {
    String id = Cursor.place("cursor", cursor);
    if (!Taxonomy.isId(id)) {
      throw Cursor.invalid("cursor");
    }
    return id;
  }

  private static HeadroomException.NotFound unknown(String id) {
    return new HeadroomException.NotFound(
        "taxonomy_id", "There is no taxonomy \"%s\".".formatted(id));
  }
}
