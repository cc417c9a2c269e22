package dev.headroom.search.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.headroom.cache.Cache;
import dev.headroom.cache.Caches;
import dev.headroom.cache.entry.Codec;
import dev.headroom.cache.entry.DataKind;
import dev.headroom.cache.entry.Key;
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
 * Searches, and remembers what was found in the tenant's own caches: pages, what is told of all
 * pages of a search, counts and suggestions. Each entry's name holds the state of the index that it
 * was found in. So whatever changes the index leaves every entry behind, and none has to be
 * invalidated; and an entry never changes.
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
   * What was found.
   *
   * @param cached whether it was there already
   */
  public record Found<V>(V value, boolean cached) {}

  public Found<FoundPage> page(String tenant, IndexView index, Asked asked) {
    Cache<FoundPage> cache = caches.cache(tenant, NAMESPACE, PAGES);
    return found(
        cache, key(cache, index, PAGE, asked.spelled()), () -> search(tenant, index, asked));
  }

  /** What is told of all pages is found with the first, and kept for those that follow. */
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

  public Found<Integer> count(String tenant, IndexView index, Criteria criteria) {
    Cache<Integer> cache = caches.cache(tenant, NAMESPACE, COUNTS);
    Key key = key(cache, index, "count", criteria(criteria));
    return found(cache, key, () -> search.count(index.searcher(), criteria));
  }

  public List<String> suggestions(String tenant, IndexView index, String text, int limit) {
    Cache<List<String>> cache = caches.cache(tenant, NAMESPACE, TEXTS);
    // A list, for the order of a map's names differs from process to process.
    Key key = key(cache, index, "suggestions", List.of(text, limit));
    return found(cache, key, () -> suggestions.of(index.searcher(), text, limit)).value();
  }

  /** Of a page, what does not depend on which one it is. */
  private static Object criteria(Criteria criteria) {
    return new Asked(criteria, Window.page(0, 1), false).spelled();
  }

  /**
   * Searches again for a page that was found in another state of the index.
   *
   * @return the name of its entry now; the name that was given when it is none of a page's, or
   *     nobody knows any more what was asked
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
          // To load it again early would give the same.
          .with(cache.options(DataKind.SEARCH_RESULTS).withEarlyRefresh(0));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
