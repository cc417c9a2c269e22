package dev.headroom.benchmarks;

import dev.headroom.benchmarks.search.Corpus;
import dev.headroom.benchmarks.search.ProductIndex;
import dev.headroom.cache.CacheSettings;
import dev.headroom.cache.Caches;
import dev.headroom.index.reading.IndexReaders;
import dev.headroom.index.reading.IndexView;
import dev.headroom.local.engine.RedisEngine;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisSettings;
import dev.headroom.search.api.CachedSearch;
import dev.headroom.search.api.SearchRequest;
import dev.headroom.search.query.Search;
import dev.headroom.search.query.paging.PageRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** The same page searched for, and from the cache. */
final class SearchCaching {
  private static final int SIZE = 50;

  private final Search search = new Search();
  private final Corpus corpus;
  private final IndexReaders readers;
  private final Options options;
  private final PrintStream out;

  SearchCaching(Corpus corpus, ProductIndex product, Options options, PrintStream out) {
    this.corpus = corpus;
    this.readers = product.readers();
    this.options = options;
    this.out = out;
  }

  void measure(ReportWriter report) throws IOException, ExecutionException, InterruptedException {
    var found = new Comparison<>(out, ByTurns.COLUMNS);
    try (var engine = RedisEngine.start(Optional.empty(), Duration.ofSeconds(1));
        var here = new Redis(RedisSettings.of(engine.uri().toString()));
        var there = new Redis(RedisSettings.of(engine.uri().toString()))) {
      var first = cached(here);
      var second = cached(there);
      ByTurns.inOrder()
          .with("searched, and no cache", (_, n) -> find(asked(n)))
          .with("searched, and cached", (round, n) -> page(first, round, n, false))
          .with("found in Redis by another process", (round, n) -> page(second, round, n, true))
          .with("found in memory", (round, n) -> page(first, round, n, true))
          .measure(options.questions(), options, found);
    }
    report.section(
        "The cache before it",
        "The same questions, with a real Redis.",
        found.measure(0, options.rounds()).table(""));
  }

  private static CachedSearch cached(Redis redis) {
    redis.warmUp();
    return new CachedSearch(
        new Caches(CacheSettings.USUAL, redis, InstantSource.system(), new SecureRandom()));
  }

  private SearchRequest asked(int number) {
    return new SearchRequest(corpus.question(number).criteria(), PageRequest.page(0, SIZE), false);
  }

  private void find(SearchRequest asked) throws IOException {
    try (IndexView index = readers.open(ProductIndex.TENANT)) {
      var _ = search.find(index.searcher(), asked.criteria(), asked.page(), false);
      var _ = search.correction(index.searcher(), asked.criteria());
    }
  }

  /** Each round is another tenant's, who has nothing in the cache. */
  private void page(CachedSearch cached, int round, int number, boolean there) {
    try (IndexView index = readers.open(ProductIndex.TENANT)) {
      var found = cached.page("tenant" + round, index, asked(number));
      if (found.isHit() != there) {
        throw new IllegalStateException(
            "Question %d: %s in the cache".formatted(number, there ? "not" : "already"));
      }
    }
  }
}
