package dev.headroom.search.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page as it is cached.
 *
 * @param asked what it answers, so that it can be searched for again
 */
public record FoundPage(
    Asked.Spelled asked,
    List<ResultView> results,
    int totalCount,
    Map<String, Integer> facets,
    @Nullable String nextCursor,
    @Nullable String didYouMean) {}
