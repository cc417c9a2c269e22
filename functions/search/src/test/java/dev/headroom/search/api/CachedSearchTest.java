package dev.headroom.search.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cache.CacheResult;
import dev.headroom.cache.CacheSettings;
import dev.headroom.cache.Caches;
import dev.headroom.index.Schema;
import dev.headroom.index.reading.IndexView;
import dev.headroom.local.engine.Engines;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisSettings;
import dev.headroom.search.Chunk;
import dev.headroom.search.query.Criteria;
import dev.headroom.search.query.paging.PageRequest;
import dev.headroom.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CachedSearchTest {
  private static Engines engines;
  private static Redis redis;
  private static CachedSearch searches;

  @BeforeAll
  static void start() {
    engines = Engines.forTest(Path.of("template.yaml"), Map.of("JwtIssuer", "http://localhost"));
    var settings = new Settings(engines.environment("SearchApi"));
    redis = new Redis(RedisSettings.read(settings));
    searches =
        new CachedSearch(
            new Caches(
                CacheSettings.read(settings),
                redis,
                InstantSource.system(),
                new Random(20_261_130)));
  }

  @AfterAll
  static void stop() {
    redis.close();
    engines.close();
  }

  @Test
  void a_repeated_search_is_a_hit_and_the_first_is_not() throws IOException {
    IndexView index = index(new IndexSearcher(new MultiReader()));
    assertThat(count(index, "repeated").isHit()).isFalse();
    assertThat(count(index, "repeated").isHit()).isTrue();
    assertThat(count(index, "another").isHit()).isFalse();
  }

  @Test
  void a_request_that_waits_for_an_identical_search_is_no_hit() throws Exception {
    var answer = new CompletableFuture<CacheResult<Integer>>();
    var waiting =
        new IndexSearcher(new MultiReader()) {
          // Searches until another request, which asks for the same, is seen to wait.
          @Override
          public int count(Query query) throws IOException {
            IndexView same = index(new IndexSearcher(new MultiReader()));
            Thread other =
                Thread.ofPlatform()
                    .start(() -> answer.complete(CachedSearchTest.count(same, "awaited")));
            while (other.getState() != Thread.State.TIMED_WAITING) {
              Thread.onSpinWait();
            }
            return 7;
          }
        };

    assertThat(count(index(waiting), "awaited").isHit()).isFalse();
    CacheResult<Integer> awaited = answer.get(20, TimeUnit.SECONDS);
    assertThat(awaited.value()).isEqualTo(7);
    assertThat(awaited.isHit()).isFalse();
  }

  private static long trips(Runnable operation) {
    long before = redis.roundTrips();
    operation.run();
    return redis.roundTrips() - before;
  }

  /** The round trips of docs/figures.md, without the one in which a request tells its counts. */
  @Test
  void an_answer_takes_as_many_round_trips_as_are_needed_to_load_it_and_none_from_memory()
      throws IOException {
    try (var folder = new ByteBuffersDirectory()) {
      try (var writer = new IndexWriter(folder, new IndexWriterConfig(Schema.analyzer()))) {
        writer.addDocument(Schema.document(chunk("a")));
        writer.addDocument(Schema.document(chunk("b")));
      }
      try (var reader = DirectoryReader.open(folder)) {
        IndexView index = index(new IndexSearcher(reader));
        // The process makes itself known in the namespace, and Redis knows the scripts.
        page(searches, index, "some", 0);

        assertThat(trips(() -> page(searches, index, "words", 0)))
            .as("with the totals")
            .isEqualTo(4);
        assertThat(trips(() -> page(searches, index, "words", 0))).isZero();
        assertThat(trips(() -> page(searches, index, "words", 1))).as("the next page").isEqualTo(3);
        assertThat(trips(() -> count(index, "words"))).isEqualTo(3);
        assertThat(trips(() -> count(index, "words"))).isZero();
        assertThat(trips(() -> suggestions(index))).isEqualTo(3);
        assertThat(trips(() -> suggestions(index))).isZero();
        CachedSearch other = anotherProcess();
        page(other, index, "some", 0);
        assertThat(trips(() -> page(other, index, "words", 0))).as("in Redis").isEqualTo(1);
      }
    }
  }

  private static Chunk chunk(String id) {
    return new Chunk(
        id, Optional.empty(), Optional.empty(), "some words", List.of(), 0.5, Instant.EPOCH);
  }

  private static void page(CachedSearch by, IndexView index, String text, int number) {
    var _ =
        by.page("acme", index, new SearchRequest(words(text), PageRequest.page(number, 1), false));
  }

  private static void suggestions(IndexView index) {
    var _ = searches.suggestions("acme", index, "wo", 10);
  }

  /** Has nothing in memory, over the same connection. */
  private static CachedSearch anotherProcess() {
    return new CachedSearch(
        new Caches(CacheSettings.USUAL, redis, InstantSource.system(), new Random(20_261_131)));
  }

  private static CacheResult<Integer> count(IndexView index, String text) {
    return searches.count("acme", index, words(text));
  }

  private static Criteria words(String text) {
    return new Criteria(
        Optional.of(text),
        List.of(),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static IndexView index(IndexSearcher searcher) {
    return new IndexView(searcher, new IndexView.Facts("content", 1, 0, 0, Optional.empty()));
  }
}
