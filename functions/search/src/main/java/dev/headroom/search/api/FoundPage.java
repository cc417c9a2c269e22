package dev.headroom.search.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of results as it is cached.
 *
 * @param request the request, so that the search can be repeated
 */
public record FoundPage(
    SearchRequest.Fields request,
    List<ResultView> results,
    int totalCount,
    Map<String, Integer> facets,
    @Nullable String nextCursor,
    @Nullable String didYouMean) {}
