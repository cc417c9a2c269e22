package dev.headroom.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cache.statistics.Audit;
import dev.headroom.cache.statistics.CacheStatistics;
import dev.headroom.cache.statistics.NamespaceStatistics;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditTest {
  private final Fleet fleet = new Fleet();
  private final dev.headroom.redis.Redis redis = fleet.redis();
  private final Caches process = fleet.process(CacheSettings.USUAL, redis);
  private final CacheStatistics statistics = process.statistics();
  private final Audit audit = new Audit(redis, fleet.time);
  private final Cache<String> cache = Fleet.texts(process);

  @AfterEach
  void stop() {
    fleet.close();
  }

  private NamespaceStatistics result() {
    Map<String, NamespaceStatistics> all = statistics.of("acme").orElseThrow().namespaces();
    return all.getOrDefault("result", NamespaceStatistics.NONE);
  }

  @Test
  void what_was_invalidated_is_removed_and_the_rest_is_counted() throws Exception {
    for (int i = 0; i < 600; i++) {
      cache.put(cache.key("k:" + i).withTags("third:" + i % 3), "value " + i);
    }
    assertThat(result().entries()).isEqualTo(600);
    long bytes = result().bytes();
    cache.invalidateTags("third:1");
    assertThat(result().entries()).as("nobody has looked yet").isEqualTo(600);

    assertThat(audit.run(() -> true))
        .satisfies(
            found -> {
              assertThat(found.complete()).isTrue();
              assertThat(found.removed()).isEqualTo(200);
              assertThat(found.entries()).isEqualTo(400);
            });

    assertThat(result().entries()).isEqualTo(400);
    assertThat(result().bytes()).isBetween(bytes / 2, bytes);
    assertThat(result().auditedAt()).isPresent();
    assertThat(cache.strict().get(cache.key("k:0"))).contains("value 0");
    assertThat(cache.strict().get(cache.key("k:1"))).isEmpty();
  }

  @Test
  void a_namespace_in_which_nothing_is_left_is_told_to_be_empty() {
    cache.put(cache.key("only"), "one");
    cache.clear();
    statistics.flush();

    assertThat(audit.run(() -> true).removed()).isEqualTo(1);

    assertThat(result().entries()).isZero();
  }

  @Test
  void what_is_not_complete_is_not_noted() {
    cache.put(cache.key("one"), "one");

    assertThat(audit.run(() -> false).complete()).isFalse();

    assertThat(result().entries()).isEqualTo(1);
    assertThat(result().auditedAt()).isEmpty();
  }
}
