package dev.headroom.search.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.headroom.cache.Cache;
import dev.headroom.cache.CacheResult;
import dev.headroom.cache.Caches;
import dev.headroom.cache.entry.Codec;
import dev.headroom.cache.entry.DataKind;
import dev.headroom.cache.entry.Key;
import dev.headroom.digest.Sha256;
import dev.headroom.index.reading.IndexView;
import dev.headroom.json.Json;
import dev.headroom.search.api.SearchRequest.CriteriaFields;
import dev.headroom.search.query.Criteria;
import dev.headroom.search.query.Hits;
import dev.headroom.search.query.Search;
import dev.headroom.search.query.Totals;
import dev.headroom.search.query.suggestions.Suggestions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Searches and caches the results per tenant: pages, the totals of all pages of a search, counts
 * and suggestions. The key of an entry has the id of the index content that was searched. So a
 * change of the index needs no invalidation: its searches have other keys, and an entry never
 * changes.
 */
public final class CachedSearch {
  static final String NAMESPACE = "search";
  private static final String PREFIX = "headroom:search:";
  private static final String PAGE = "page";
  private static final Codec<FoundPage> PAGES = Codec.json(FoundPage.class);
  private static final Codec<Totals> TOTALS = Codec.json(Totals.class);
  private static final Codec<Integer> COUNTS = Codec.json(Integer.class);
  private static final Codec<List<String>> TEXTS = Codec.json(new TypeReference<>() {});

  private final Caches caches;
  private final Search search = new Search();
  private final Suggestions suggestions = new Suggestions();

  public CachedSearch(Caches caches) {
    this.caches = caches;
  }

  /** Returns a page of results. */
  public CacheResult<FoundPage> page(String tenant, IndexView index, SearchRequest request) {
    Cache<FoundPage> cache = caches.cache(tenant, NAMESPACE, PAGES);
    return getOrSearch(cache, pageKey(cache, index, request), () -> search(tenant, index, request));
  }

  /** The totals are found with the first page, and cached for the pages that follow. */
  private FoundPage search(String tenant, IndexView index, SearchRequest request)
      throws IOException {
    Criteria criteria = request.criteria();
    var searcher = index.searcher();
    Cache<Totals> cache = caches.cache(tenant, NAMESPACE, TOTALS);
    Key key = key(cache, index, "totals", CriteriaFields.of(criteria));
    Optional<Totals> known = request.page().isFirst() ? Optional.empty() : cache.get(key);
    if (known.isPresent()) {
      var hits = search.page(searcher, criteria, request.page(), request.highlighted());
      return page(request, index, known.get(), hits);
    }
    var found = search.find(searcher, criteria, request.page(), request.highlighted());
    if (found.hits().next().isPresent()) {
      cache.put(key, found.totals());
    }
    return page(request, index, found.totals(), found.hits());
  }

  private FoundPage page(SearchRequest request, IndexView index, Totals totals, Hits hits)
      throws IOException {
    return new FoundPage(
        request.fields(),
        hits.hits().stream().map(hit -> ResultView.of(hit, request.highlighted())).toList(),
        totals.count(),
        totals.categories(),
        hits.next().orElse(null),
        search.correction(index.searcher(), request.criteria()).orElse(null));
  }

  /** Returns the exact number of chunks that match. */
  public CacheResult<Integer> count(String tenant, IndexView index, Criteria criteria) {
    Cache<Integer> cache = caches.cache(tenant, NAMESPACE, COUNTS);
    Key key = key(cache, index, "count", CriteriaFields.of(criteria));
    return getOrSearch(cache, key, () -> search.count(index.searcher(), criteria));
  }

  /** Returns suggestions that complete a text, the best first. */
  public List<String> suggestions(String tenant, IndexView index, String text, int limit) {
    Cache<List<String>> cache = caches.cache(tenant, NAMESPACE, TEXTS);
    // It is a list, because the order of a map's entries differs from process to process.
    Key key = key(cache, index, "suggestions", List.of(text, limit));
    return getOrSearch(cache, key, () -> suggestions.of(index.searcher(), text, limit)).value();
  }

  /**
   * Repeats the search of a cached page with the current index.
   *
   * @return the key of the new page; the given key when it is not that of a page, or the page is no
   *     longer cached
   */
  String renewed(String tenant, IndexView index, String name) {
    if (!name.startsWith(PREFIX + PAGE + ":")) {
      return name;
    }
    Cache<FoundPage> cache = caches.cache(tenant, NAMESPACE, PAGES);
    Optional<FoundPage> known = cache.get(cache.key(name));
    if (known.isEmpty()) {
      return name;
    }
    SearchRequest request = known.get().request().request();
    var _ = page(tenant, index, request);
    return pageKey(cache, index, request).name();
  }

  private interface Query<V> {
    V run() throws IOException;
  }

  private static <V> CacheResult<V> getOrSearch(Cache<V> cache, Key key, Query<V> query) {
    return cache.getOrLoadWithSource(
        key,
        () -> {
          try {
            return query.run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static Key pageKey(Cache<?> cache, IndexView index, SearchRequest request) {
    return key(cache, index, PAGE, request.fields());
  }

  private static Key key(Cache<?> cache, IndexView index, String kind, Object parameters) {
    try {
      String hash = Sha256.hex(Json.STORED.writeValueAsString(parameters));
      return cache
          .key(PREFIX + kind + ":" + index.facts().id() + ":" + hash)
          // An entry never changes, so there is no reason to refresh it early.
          .with(cache.options(DataKind.SEARCH_RESULTS).withEarlyRefresh(0));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
