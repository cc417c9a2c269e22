package dev.headroom.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.cache.entry.DataKind;
import dev.headroom.cache.entry.EntryOptions;
import dev.headroom.cache.entry.Key;
import dev.headroom.cache.entry.KeyTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CacheTest {
  private static final Fleet FLEET = new Fleet();

  private final Cache<String> here = Fleet.texts(FLEET.process());
  private final Cache<String> there = Fleet.texts(FLEET.process());
  private final AtomicInteger loads = new AtomicInteger();

  @AfterAll
  static void stop() {
    FLEET.close();
  }

  private String load() {
    return "load " + loads.incrementAndGet();
  }

  @Test
  void what_is_put_is_there_in_another_process() {
    assertThat(here.put(here.key("a:1"), "one")).isTrue();

    assertThat(there.get(there.key("a:1"))).contains("one");
    assertThat(there.get(there.key("a:2"))).isEmpty();
  }

  @Test
  void a_value_is_loaded_once_for_all_processes() {
    Key key = here.key("load:once");

    assertThat(here.getOrLoad(key, this::load)).isEqualTo("load 1");
    assertThat(here.getOrLoad(key, this::load)).isEqualTo("load 1");
    assertThat(there.getOrLoad(there.key("load:once"), this::load)).isEqualTo("load 1");
  }

  @Test
  void a_tag_takes_along_whatever_has_it_and_nothing_else() {
    here.put(here.key("t:1").withTags("user:1", "all"), "one");
    here.put(here.key("t:2").withTags("user:2", "all"), "two");
    assertThat(there.strict().get(there.key("t:1"))).contains("one");

    here.invalidateTags("user:1");

    assertThat(there.strict().get(there.key("t:1"))).isEmpty();
    assertThat(there.strict().get(there.key("t:2"))).contains("two");
    assertThat(here.get(here.key("t:1"))).isEmpty();
    assertThat(here.get(here.key("t:2"))).contains("two");
  }

  @Test
  void any_prefix_takes_along_what_begins_so_and_nothing_else() {
    for (String name : List.of("p:a:1", "p:a:2", "p:b:1", "pre-1", "pre-2", "prune")) {
      here.put(here.key(name), name);
    }

    here.invalidatePrefix("p:a:");
    here.invalidatePrefix("pre-");

    assertThat(names(there, "p:a:1", "p:a:2", "p:b:1", "pre-1", "pre-2", "prune"))
        .containsExactly("p:b:1", "prune");
    here.put(here.key("pre-1"), "again");
    assertThat(there.strict().get(there.key("pre-1"))).contains("again");
  }

  @Test
  void after_many_odd_prefixes_the_namespace_goes_rather_than_that_one_stays() {
    Cache<String> odd = FLEET.process().cache("acme", "odd", Fleet.TEXT);
    odd.put(odd.key("first"), "one");
    for (int i = 0; i < 40; i++) {
      odd.invalidatePrefix("odd-" + i);
    }

    odd.put(odd.key("odd-39"), "new");

    assertThat(odd.strict().get(odd.key("first"))).isEmpty();
    assertThat(odd.strict().get(odd.key("odd-39"))).contains("new");
  }

  private static List<String> names(Cache<String> cache, String... names) {
    return List.of(names).stream()
        .filter(name -> cache.strict().get(cache.key(name)).isPresent())
        .toList();
  }

  @Test
  void a_namespace_is_cleared_by_one_write_and_others_stay() {
    Cache<String> other = FLEET.process().cache("acme", "own", Fleet.TEXT);
    Cache<String> stranger = FLEET.process().cache("globex", "result", Fleet.TEXT);
    here.put(here.key("c"), "mine");
    other.put(other.key("c"), "other");
    stranger.put(stranger.key("c"), "stranger");

    here.clear();

    assertThat(there.strict().get(there.key("c"))).isEmpty();
    assertThat(other.strict().get(other.key("c"))).contains("other");
    assertThat(stranger.strict().get(stranger.key("c"))).contains("stranger");
  }

  @Test
  void what_was_loaded_before_an_invalidation_does_not_come_back_after_it() {
    Key key = here.key("late").withTags("late");
    String loaded =
        here.getOrLoad(
            key,
            () -> {
              there.invalidateTags("late");
              return load();
            });

    assertThat(loaded).isEqualTo("load 1");
    assertThat(there.strict().get(there.key("late"))).isEmpty();
    assertThat(here.getOrLoad(key, this::load)).isEqualTo("load 2");
  }

  @Test
  void what_was_loaded_before_a_put_or_a_removal_does_not_come_back_after_it() {
    Key key = here.key("overtaken");
    here.getOrLoad(
        key,
        () -> {
          there.put(there.key("overtaken"), "put");
          return load();
        });
    assertThat(there.strict().get(there.key("overtaken"))).contains("put");

    there.remove(there.key("overtaken"));
    here.strict()
        .getOrLoad(
            key,
            () -> {
              there.remove(there.key("overtaken"));
              return load();
            });
    assertThat(there.strict().get(there.key("overtaken"))).isEmpty();
  }

  @Test
  void memory_serves_for_as_long_as_it_may_and_no_longer() {
    here.put(here.key("delta"), "old");
    assertThat(there.get(there.key("delta"))).contains("old");
    here.put(here.key("delta"), "new");

    assertThat(there.get(there.key("delta"))).as("within a second").contains("old");
    FLEET.time.pass(Duration.ofMillis(1_001));
    assertThat(there.get(there.key("delta"))).contains("new");

    here.put(here.key("delta"), "newer");
    FLEET.time.freeze(Duration.ofMillis(1_001));
    assertThat(there.get(there.key("delta")))
        .as("the monotonic clock stood still")
        .contains("newer");
  }

  @Test
  void nothing_is_remembered_as_well() {
    Key key = here.key("absent");
    assertThat(here.findOrLoad(key, () -> nothing())).isEmpty();
    assertThat(there.findOrLoad(there.key("absent"), () -> nothing())).isEmpty();
    assertThat(loads).hasValue(1);

    assertThat(here.getOrLoad(key, this::load)).as("who needs a value loads").isEqualTo("load 2");
  }

  private Optional<String> nothing() {
    loads.incrementAndGet();
    return Optional.empty();
  }

  @Test
  void an_old_value_is_served_when_loading_fails_but_not_an_invalidated_one() {
    EntryOptions options =
        EntryOptions.of(Duration.ofMinutes(1))
            .withStaleFor(Duration.ofHours(1))
            .withTags(List.of("s"));
    Key key = here.key("stale").with(options);
    here.getOrLoad(key, this::load);
    FLEET.time.pass(Duration.ofMinutes(2));

    assertThat(there.getOrLoad(key, CacheTest::failing)).isEqualTo("load 1");

    here.invalidateTags("s");
    FLEET.time.pass(Duration.ofMinutes(2));
    assertThatThrownBy(() -> there.getOrLoad(key, CacheTest::failing)).hasMessage("no");
  }

  private static String failing() {
    throw new IllegalStateException("no");
  }

  @Test
  void several_are_read_and_loaded_at_once() {
    here.put(here.key("b:1"), "one");
    List<Key> keys = List.of(here.key("b:1"), here.key("b:2"), here.key("b:3"));

    Map<Key, String> found =
        there.getOrLoadAll(
            keys,
            missing -> {
              assertThat(missing).isEqualTo(Set.of(here.key("b:2"), here.key("b:3")));
              loads.incrementAndGet();
              return Map.of(here.key("b:3"), "three");
            });

    assertThat(found).containsOnly(Map.entry(keys.get(0), "one"), Map.entry(keys.get(2), "three"));
    assertThat(here.getAll(keys)).isEqualTo(found);
    assertThat(there.getOrLoadAll(keys, _ -> Map.of())).isEqualTo(found);
    assertThat(loads).hasValue(1);
  }

  @Test
  void large_values_are_stored_smaller() {
    here.put(here.key("large"), "large ".repeat(10_000));

    assertThat(there.get(there.key("large"))).contains("large ".repeat(10_000));
  }

  @Test
  void a_pair_has_no_order_and_goes_with_either() {
    var pairs = new CorrelationCache<>(here, EntryOptions.of(Duration.ofHours(1)));
    var elsewhere = new CorrelationCache<>(there.strict(), EntryOptions.of(Duration.ofHours(1)));
    pairs.put("a", "b", "ab");
    pairs.put("c", "a", "ac");
    pairs.put("b", "c", "bc");

    assertThat(elsewhere.get("b", "a")).contains("ab");
    pairs.invalidate("a");

    assertThat(elsewhere.get("a", "b")).isEmpty();
    assertThat(elsewhere.get("a", "c")).isEmpty();
    assertThat(elsewhere.get("c", "b")).contains("bc");
  }

  @Test
  void a_template_tags_what_it_names() {
    var results = here.template("search:results:{session_id}", DataKind.SEARCH_RESULTS);
    var pages = here.template("search:pages:{session_id}:{page}", DataKind.SEARCH_RESULTS);
    here.put(results.key(42), "results");
    here.put(pages.key(42, "a:b"), "page");
    here.put(results.key(43), "others");

    here.invalidateTags(KeyTemplate.tag("session_id", 42));

    assertThat(pages.key(42, "a:b").name()).isEqualTo("search:pages:42:a%3Ab");
    assertThat(here.get(results.key(42))).isEmpty();
    assertThat(here.get(pages.key(42, "a:b"))).isEmpty();
    assertThat(here.get(results.key(43))).contains("others");
  }
}
