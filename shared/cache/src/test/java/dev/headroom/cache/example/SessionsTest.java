package dev.headroom.cache.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.cache.CacheClient;
import dev.headroom.cache.CacheResult;
import dev.headroom.cache.CacheSettings;
import dev.headroom.cache.entry.DataKind;
import dev.headroom.local.engine.RedisEngine;
import dev.headroom.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The class that docs/cache.md shows does what the page says. */
class SessionsTest {
  private static final class Counting implements Sessions.Database {
    private final AtomicInteger asked = new AtomicInteger();

    @Override
    public Sessions.Hits search(long sessionId) {
      return new Sessions.Hits(List.of("search " + asked.incrementAndGet()));
    }

    @Override
    public Sessions.Hits page(long sessionId, int page) {
      return search(sessionId);
    }

    @Override
    public void update(long sessionId, String query) {
      // What is cached is out of date now.
    }

    @Override
    public double correlate(String one, String other) {
      return asked.incrementAndGet();
    }
  }

  /** A pause of the machine makes no misses. */
  private static Map<String, String> patient(RedisEngine engine) {
    return Map.of(
        "REDIS_URL", engine.uri().toString(),
        "REDIS_CONNECT_TIMEOUT_MS", "10000",
        "REDIS_COMMAND_TIMEOUT_MS", "10000");
  }

  @Test
  void it_does_what_it_says() {
    try (var engine = RedisEngine.start(Optional.empty(), Duration.ofSeconds(5));
        var caches = CacheClient.connect("acme", patient(engine))) {
      var database = new Counting();
      var sessions = new Sessions(caches, database);

      assertThat(sessions.results(42)).isEqualTo(sessions.results(42));
      assertThat(sessions.page(42, 1)).isEqualTo(sessions.page(42, 1));
      assertThat(sessions.pageWithSource(42, 1).source()).isEqualTo(CacheResult.Source.MEMORY);
      assertThat(database.asked).hasValue(2);
      sessions.update(42, "other");
      assertThat(sessions.results(42).titles()).containsExactly("search 3");
      assertThat(sessions.page(42, 1).titles()).containsExactly("search 4");
      assertThat(sessions.correlation("a", "b")).isEqualTo(sessions.correlation("b", "a"));
      assertThat(caches.statistics().of("acme").orElseThrow().namespaces())
          .extractingByKey("search")
          .satisfies(search -> assertThat(search.loads()).isEqualTo(4));
    }
  }

  @Test
  void the_settings_have_their_defaults_and_are_checked_at_the_start() {
    var settings = CacheSettings.read(new Settings(Map.of("CACHE_SESSION_LIST_TTL", "60")));
    assertThat(settings.ttls())
        .containsEntry(DataKind.SESSION_LIST, Duration.ofMinutes(1))
        .containsEntry(DataKind.SEARCH_RESULTS, Duration.ofHours(1))
        .containsEntry(DataKind.NETWORK_METADATA, Duration.ofDays(1))
        .containsEntry(DataKind.ANALYSIS_RESULTS, Duration.ofHours(1))
        .containsEntry(DataKind.USER_PREFERENCES, Duration.ofHours(12))
        .containsEntry(DataKind.STATISTICS, Duration.ofMinutes(15))
        .containsEntry(DataKind.DEFAULT, Duration.ofHours(1));

    assertThatThrownBy(
            () ->
                CacheClient.connect(
                    "acme", Map.of("CACHE_DEFAULT_TTL", "0", "CACHE_ENABLED", "perhaps")))
        .hasMessageContainingAll("REDIS_URL", "CACHE_DEFAULT_TTL", "CACHE_ENABLED");
  }
}
