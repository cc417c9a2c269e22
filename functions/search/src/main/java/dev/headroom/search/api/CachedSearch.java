package dev.headroom.search.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.headroom.cache.Cache;
import dev.headroom.cache.Caches;
import dev.headroom.cache.Codec;
import dev.headroom.cache.DataKind;
import dev.headroom.cache.Key;
import dev.headroom.digest.Sha256;
import dev.headroom.index.IndexView;
import dev.headroom.json.Json;
import dev.headroom.search.query.Criteria;
import dev.headroom.search.query.Hits;
import dev.headroom.search.query.Search;
import dev.headroom.search.query.Suggestions;
import dev.headroom.search.query.Totals;
import dev.headroom.search.query.Window;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

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

  /**
   * The result of a search.
   *
   * @param cached whether it was in the cache already, so that nobody searched for it
   */
  public record Found<V>(V value, boolean cached) {}

  /** Returns a page of results. */
  public Found<FoundPage> page(String tenant, IndexView index, Asked asked) {
    Cache<FoundPage> cache = caches.cache(tenant, NAMESPACE, PAGES);
    return found(
        cache, key(cache, index, PAGE, asked.spelled()), () -> search(tenant, index, asked));
  }

  /** The totals are found with the first page, and cached for the pages that follow. */
  private FoundPage search(String tenant, IndexView index, Asked asked) throws IOException {
    Criteria criteria = asked.criteria();
    var searcher = index.searcher();
    Cache<Totals> cache = caches.cache(tenant, NAMESPACE, TOTALS);
    Key key = key(cache, index, "totals", criteria(criteria));
    Optional<Totals> known = asked.window().isFirst() ? Optional.empty() : cache.get(key);
    if (known.isPresent()) {
      var hits = search.page(searcher, criteria, asked.window(), asked.highlighted());
      return page(asked, index, known.get(), hits);
    }
    var found = search.find(searcher, criteria, asked.window(), asked.highlighted());
    if (found.hits().next().isPresent()) {
      cache.put(key, found.totals());
    }
    return page(asked, index, found.totals(), found.hits());
  }

  private FoundPage page(Asked asked, IndexView index, Totals totals, Hits hits)
      throws IOException {
    return new FoundPage(
        asked.spelled(),
        hits.hits().stream().map(hit -> ResultView.of(hit, asked.highlighted())).toList(),
        totals.count(),
        totals.categories(),
        hits.next().orElse(null),
        search.correction(index.searcher(), asked.criteria()).orElse(null));
  }

  /** Returns the exact number of chunks that match. */
  public Found<Integer> count(String tenant, IndexView index, Criteria criteria) {
    Cache<Integer> cache = caches.cache(tenant, NAMESPACE, COUNTS);
    Key key = key(cache, index, "count", criteria(criteria));
    return found(cache, key, () -> search.count(index.searcher(), criteria));
  }

  /** Returns suggestions that complete a text, the best first. */
  public List<String> suggestions(String tenant, IndexView index, String text, int limit) {
    Cache<List<String>> cache = caches.cache(tenant, NAMESPACE, TEXTS);
    // It is a list, because the order of a map's entries differs from process to process.
    Key key = key(cache, index, "suggestions", List.of(text, limit));
    return found(cache, key, () -> suggestions.of(index.searcher(), text, limit)).value();
  }

  /** Returns the part of a key that is the same for all pages of a search. */
  private static Object criteria(Criteria criteria) {
    return new Asked(criteria, Window.page(0, 1), false).spelled();
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
    Asked asked = known.get().asked().asked();
    var _ = page(tenant, index, asked);
    return key(cache, index, PAGE, asked.spelled()).name();
  }

  private interface Load<V> {
    V load() throws IOException;
  }

  private static <V> Found<V> found(Cache<V> cache, Key key, Load<V> load) {
    var loaded = new AtomicBoolean();
    V value =
        cache.getOrLoad(
            key,
            () -> {
              loaded.set(true);
              try {
                return load.load();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return new Found<>(value, !loaded.get());
  }

  private static Key key(Cache<?> cache, IndexView index, String what, Object asked) {
    try {
      String hash = Sha256.hex(Json.STORED.writeValueAsString(asked));
      return cache
          .key(PREFIX + what + ":" + index.facts().id() + ":" + hash)
          // An entry never changes, so there is no reason to refresh it early.
          .with(cache.terms(DataKind.SEARCH_RESULTS).withEarlyRefresh(0));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
