package dev.headroom.search.api;

import dev.headroom.errors.HeadroomException;
import dev.headroom.http.Request;
import dev.headroom.http.Response;
import dev.headroom.index.reading.IndexReaders;
import dev.headroom.index.reading.IndexView;
import dev.headroom.search.IsoTime;
import dev.headroom.search.query.Criteria;
import dev.headroom.search.query.paging.PageRequest;
import dev.headroom.search.query.suggestions.Suggestions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Endpoints that search chunks, count them and suggest completions. */
final class SearchEndpoints {
  private static final int DEFAULT_SIZE = 50;
  private static final int DEFAULT_SUGGESTIONS = 10;
  private static final int MAX_CATEGORIES_LENGTH = 20_000;

  /** A cursor has two ids of up to 200 characters of four bytes each. */
  private static final int MAX_CURSOR_LENGTH = 3_000;

  /** The greatest length of all texts in one response, in characters; Lambda's limit is 6 MB. */
  private static final int MAX_ANSWER_LENGTH = 2_000_000;

  /** A comma without a backslash before it. */
  private static final Pattern COMMA = Pattern.compile("(?<!\\\\),");

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final IndexReaders readers;
  private final CachedSearch searches;

  SearchEndpoints(IndexReaders readers, CachedSearch searches) {
    this.readers = readers;
    this.searches = searches;
  }

  /**
   * A page of results.
   *
   * @param totalCount the exact number of results of all pages
   * @param nextCursor null on the last page
   */
  record Page(
      List<ResultView> results, int totalCount, @Nullable String nextCursor, Metadata metadata) {}

  /**
   * Facts about the page and the search.
   *
   * @param cacheHit whether the page was in the cache already
   * @param searchTimeMs the duration including the cache, in milliseconds, rounded up to an integer
   * @param page the number of the page, from 0; null for a page by cursor
   * @param facets how many of all results have each category, for the 100 most frequent categories
   * @param didYouMean the query with corrections of words that occur nowhere; null when there are
   *     none
   * @param indexGeneration the number of changes of the index
   * @param indexedAt the time of the last change; null when there is no index yet
   */
  record Metadata(
      boolean cacheHit,
      long searchTimeMs,
      List<String> filteredCategories,
      @Nullable Integer page,
      int perPage,
      int totalPages,
      boolean hasNext,
      Map<String, Integer> facets,
      @Nullable String didYouMean,
      long indexGeneration,
      @Nullable Instant indexedAt) {}

  Response paginated(Request request) {
    long begin = System.nanoTime();
    var page = pageRequest(request);
    var search = new SearchRequest(criteria(request), page, request.flag("highlight", false));
    try (IndexView index = readers.open(request.caller().tenant())) {
      var found = searches.page(request.caller().tenant(), index, search);
      FoundPage results = found.value();
      checkLength(results.results());
      var metadata =
          new Metadata(
              found.isHit(),
              millisSince(begin),
              search.criteria().categories(),
              page.after().isPresent() ? null : page.offset() / page.size(),
              page.size(),
              Math.ceilDiv(results.totalCount(), page.size()),
              results.nextCursor() != null,
              results.facets(),
              results.didYouMean(),
              index.facts().generation(),
              index.facts().publishedAt().orElse(null));
      return Response.ok(
          new Page(results.results(), results.totalCount(), results.nextCursor(), metadata));
    }
  }

  /** The number of results. */
  record Count(int totalCount, CountMetadata metadata) {}

  record CountMetadata(boolean cacheHit, long searchTimeMs, List<String> filteredCategories) {}

  Response count(Request request) {
    long begin = System.nanoTime();
    Criteria criteria = criteria(request);
    // Paging parameters have no effect, but are validated as in a search.
    var _ = pageRequest(request);
    try (IndexView index = readers.open(request.caller().tenant())) {
      var count = searches.count(request.caller().tenant(), index, criteria);
      return Response.ok(
          new Count(
              count.value(),
              new CountMetadata(count.isHit(), millisSince(begin), criteria.categories())));
    }
  }

  record Suggested(List<String> suggestions) {}

  Response suggestions(Request request) {
    String text =
        request
            .query("query", Suggestions.MAX_TEXT_LENGTH)
            .orElseThrow(() -> new HeadroomException.Invalid("query", "is required"));
    int limit = request.integer("limit", DEFAULT_SUGGESTIONS, 1, Suggestions.MAX_LIMIT);
    try (IndexView index = readers.open(request.caller().tenant())) {
      return Response.ok(
          new Suggested(searches.suggestions(request.caller().tenant(), index, text, limit)));
    }
  }

  private static Criteria criteria(Request request) {
    return new Criteria(
        request.query("query", Criteria.MAX_TEXT_LENGTH),
        request
            .query("categories", MAX_CATEGORIES_LENGTH)
            .map(SearchEndpoints::categories)
            .orElse(List.of()),
        request.decimal("min_confidence", 0, 1),
        request.query("date_from").map(text -> IsoTime.from("date_from", text)),
        request.query("date_to").map(text -> IsoTime.to("date_to", text)),
        request.query("document_id"));
  }

  /** Splits names at commas, by which API Gateway joins repeated parameters too. */
  private static List<String> categories(String text) {
    return Arrays.stream(COMMA.split(text))
        .map(name -> name.replace("\\,", ",").strip())
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static PageRequest pageRequest(Request request) {
    int size = request.integer("per_page", DEFAULT_SIZE, 1, PageRequest.MAX_SIZE);
    Optional<String> cursor = request.query("cursor", MAX_CURSOR_LENGTH);
    if (cursor.isPresent() && request.query("page").isPresent()) {
      throw new HeadroomException.Invalid("cursor", "replaces page; send only one of them");
    }
    return cursor
        .map(place -> PageRequest.after(place, size))
        .orElseGet(() -> PageRequest.page(request.integer("page", 0, 0, Integer.MAX_VALUE), size));
  }

  private static void checkLength(List<ResultView> results) {
    if (results.stream().mapToLong(result -> result.chunkText().length()).sum()
        > MAX_ANSWER_LENGTH) {
      throw new HeadroomException.TooLarge(
          "These results are too large for one response. Request fewer with per_page.");
    }
  }

  private static long millisSince(long begin) {
    return Math.ceilDiv(System.nanoTime() - begin, NANOS_PER_MILLI);
  }
}
