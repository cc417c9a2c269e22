package dev.headroom.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.headroom.cache.entry.EntryOptions;
import dev.headroom.cache.entry.Key;
import dev.headroom.redis.Redis;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** One key is a case of several: what holds for one holds for each of a batch. */
class LoadingTest {
  private static final Fleet FLEET = new Fleet();

  private final Redis redis = FLEET.redis();
  private final Cache<String> here = Fleet.texts(FLEET.process(CacheSettings.USUAL, redis));
  private final Cache<String> there = Fleet.texts(FLEET.process());
  private final List<Set<Key>> loads = new ArrayList<>();

  @AfterAll
  static void stop() {
    FLEET.close();
  }

  private Map<Key, String> load(Set<Key> keys) {
    loads.add(keys);
    var values = new HashMap<Key, String>();
    keys.forEach(key -> values.put(key, "load " + loads.size()));
    return values;
  }

  private static Map<Key, String> failing() {
    throw new IllegalStateException("no");
  }

  private List<Key> keys(String... names) {
    return List.of(names).stream().map(here::key).toList();
  }

  @Test
  void an_operation_takes_as_many_round_trips_for_many_as_for_one() {
    // The process makes itself known, and Redis knows the scripts.
    here.getOrLoad(here.key("trips:first"), () -> "first");

    for (List<Key> keys : List.of(keys("trips:1"), keys("trips:2", "trips:3", "trips:4"))) {
      assertThat(roundTrips(() -> here.getOrLoadAll(keys, this::load)))
          .as("read, claim, fill")
          .isEqualTo(3);
      assertThat(roundTrips(() -> here.getOrLoadAll(keys, this::load))).as("memory").isZero();
      assertThat(roundTrips(() -> here.strict().getOrLoadAll(keys, this::load))).isEqualTo(1);
      assertThat(roundTrips(() -> here.strict().getAll(keys))).isEqualTo(1);
    }
    Key one = here.key("trips:5");
    assertThat(roundTrips(() -> here.getOrLoad(one, () -> "v"))).isEqualTo(3);
    assertThat(roundTrips(() -> here.getOrLoad(one, () -> "v"))).isZero();
    assertThat(roundTrips(() -> here.strict().getOrLoad(one, () -> "v"))).isEqualTo(1);
    assertThat(roundTrips(() -> here.strict().get(one))).isEqualTo(1);
  }

  @Test
  void a_hit_in_memory_allocates_nothing() {
    Key key = here.key("lean");
    assertThat(here.getOrLoad(key, () -> "v")).isEqualTo("v");
    int hits = 20_000;

    assertThat(allocated(hits, () -> here.getOrLoad(key, () -> "v"))).isLessThan(hits);
    assertThat(allocated(hits, () -> here.get(key))).isLessThan(hits);
  }

  private static long allocated(int times, Supplier<?> hit) {
    // The first ones link what they call, and begin to count the key.
    for (int i = 0; i < 1_000; i++) {
      var _ = hit.get();
    }
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < times; i++) {
      var _ = hit.get();
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private long roundTrips(Runnable operation) {
    long before = redis.roundTrips();
    operation.run();
    return redis.roundTrips() - before;
  }

  @Test
  void a_batch_serves_old_values_when_loading_fails_if_there_is_one_for_each() {
    EntryOptions options = EntryOptions.of(Duration.ofMinutes(1)).withStaleFor(Duration.ofHours(1));
    List<Key> keys = keys("stale:1", "stale:2").stream().map(key -> key.with(options)).toList();
    here.getOrLoadAll(keys, this::load);
    FLEET.time.pass(Duration.ofMinutes(2));

    assertThat(there.getOrLoadAll(keys, _ -> failing()))
        .containsExactly(Map.entry(keys.get(0), "load 1"), Map.entry(keys.get(1), "load 1"));

    List<Key> more = List.of(keys.get(0), here.key("stale:3"));
    assertThatThrownBy(() -> there.getOrLoadAll(more, _ -> failing())).hasMessage("no");
  }

  @Test
  void a_batch_waits_for_what_another_process_loads_and_loads_the_rest() throws Exception {
    assertThat(batchThatOverlaps(there, "leased")).containsExactly("load 1", "load 1", "load 2");
    assertThat(loads)
        .containsExactly(Set.copyOf(keys("leased:1", "leased:2")), Set.copyOf(keys("leased:3")));
  }

  @Test
  void a_batch_waits_for_what_another_request_of_its_process_loads_and_loads_the_rest()
      throws Exception {
    assertThat(batchThatOverlaps(here, "joined")).containsExactly("load 1", "load 1", "load 2");
    assertThat(loads)
        .containsExactly(Set.copyOf(keys("joined:1", "joined:2")), Set.copyOf(keys("joined:3")));
  }

  /** One loads two keys; meanwhile another one asks for those and a third, which it has loaded. */
  private List<String> batchThatOverlaps(Cache<String> other, String name) throws Exception {
    List<Key> all = keys(name + ":1", name + ":2", name + ":3");
    var thirdIsLoaded = new CompletableFuture<Boolean>();
    var answer = new CompletableFuture<Map<Key, String>>();
    here.getOrLoadAll(
        all.subList(0, 2),
        keys -> {
          Map<Key, String> loaded = load(keys);
          Thread.ofPlatform()
              .start(
                  () ->
                      answer.complete(
                          other.getOrLoadAll(
                              all,
                              missing -> {
                                Map<Key, String> third = load(missing);
                                thirdIsLoaded.complete(true);
                                return third;
                              })));
          thirdIsLoaded.join();
          return loaded;
        });
    return List.copyOf(answer.get(20, TimeUnit.SECONDS).values());
  }

  @Test
  void a_loader_that_asks_for_what_it_loads_does_not_wait_for_itself() {
    List<Key> keys = keys("itself:1", "itself:2");

    assertThat(here.getOrLoadAll(keys, _ -> here.getOrLoadAll(keys, this::load))).hasSize(2);
    assertThat(loads).hasSize(1);
  }
}
