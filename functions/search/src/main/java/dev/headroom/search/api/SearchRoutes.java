package dev.headroom.search.api;

import static dev.headroom.http.Scope.READ;
import static dev.headroom.http.Scope.WRITE;
import static dev.headroom.limits.RouteGroup.CACHE;
import static dev.headroom.limits.RouteGroup.SEARCH;

import dev.headroom.dialect.Dialect;
import dev.headroom.http.Routes;

/** The routes of the search function. */
final class SearchRoutes {
  private SearchRoutes() {}

  static Routes of(
      SearchEndpoints search,
      ChunkEndpoints chunks,
      TaxonomyEndpoints taxonomies,
      WarmEndpoints warming) {
    return Routes.in(Dialect.V1)
        .limitedBy(SEARCH)
        .get("/search/paginated", READ, search::paginated)
        .get("/search/lazy/count", READ, search::count)
        .get("/search/suggestions", READ, search::suggestions)
        .post("/search/chunks", WRITE, PutChunksRequest.class, chunks::put)
        .delete("/search/chunks/{id}", WRITE, chunks::delete)
        .get("/taxonomies", READ, taxonomies::list)
        .get("/taxonomies/{id}", READ, taxonomies::get)
        .put("/taxonomies/{id}", WRITE, TaxonomyRequest.class, taxonomies::put)
        .delete("/taxonomies/{id}", WRITE, taxonomies::delete)
        .limitedBy(CACHE)
        .postMaybe("/cache/warm", WRITE, WarmRequest.class, warming::warm);
  }
}
