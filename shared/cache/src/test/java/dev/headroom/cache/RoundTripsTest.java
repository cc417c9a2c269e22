package dev.headroom.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cache.entry.Key;
import dev.headroom.redis.Redis;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often each operation asks Redis: the round trips of docs/figures.md. */
class RoundTripsTest {
  private static final Fleet FLEET = new Fleet();

  private final Redis redis = FLEET.redis();
  private final Caches process = FLEET.process(CacheSettings.USUAL, redis);
  private final Cache<String> here = Fleet.texts(process);
  private final Cache<String> there = Fleet.texts(FLEET.process());
  private int keys;

  @AfterAll
  static void stop() {
    FLEET.close();
  }

  /** The process makes itself known, Redis knows the scripts, and all is told that was counted. */
  @BeforeEach
  void begin() {
    here.getOrLoad(key(), () -> "first");
    here.put(key(), "first");
    here.remove(key());
    here.invalidate(List.of(), Optional.of("odd"));
    process.statistics().flush();
  }

  private Key key() {
    return here.key("trips:" + hashCode() + ":" + ++keys).withTags("user:1");
  }

  private List<Key> keys(int count) {
    return IntStream.range(0, count).mapToObj(_ -> key()).toList();
  }

  private static Map<Key, String> values(List<Key> keys) {
    return keys.stream().collect(Collectors.toMap(Function.identity(), _ -> "value"));
  }

  private long trips(Runnable operation) {
    long before = redis.roundTrips();
    operation.run();
    return redis.roundTrips() - before;
  }

  @Test
  void a_hit_takes_none_in_memory_and_one_when_it_is_strict() {
    Key key = key();
    here.put(key, "value");

    assertThat(trips(() -> here.get(key))).isZero();
    assertThat(trips(() -> here.strict().get(key))).isEqualTo(1);
  }

  @Test
  void a_hit_in_redis_takes_one_more_for_a_tag_that_its_reader_does_not_know() {
    Key known = key();
    Key tagged = key();
    there.put(known, "value");
    there.put(tagged.withTags("user:1", "another"), "value");

    assertThat(trips(() -> here.get(known))).isEqualTo(1);
    assertThat(trips(() -> here.get(tagged))).isEqualTo(2);
  }

  @Test
  void a_miss_takes_one_and_a_load_three_for_many_as_for_one() {
    assertThat(trips(() -> here.get(key()))).isEqualTo(1);
    assertThat(trips(() -> here.getOrLoad(key(), () -> "value"))).isEqualTo(3);
    List<Key> many = keys(20);
    assertThat(trips(() -> here.getOrLoadAll(many, missing -> values(List.copyOf(missing)))))
        .isEqualTo(3);
  }

  @Test
  void a_write_and_a_removal_take_one_for_many_as_for_one() {
    Key key = key();

    assertThat(trips(() -> here.put(key, "value"))).isEqualTo(1);
    assertThat(trips(() -> here.remove(key))).isEqualTo(1);
    assertThat(trips(() -> here.putAll(values(keys(100))))).isEqualTo(1);
  }

  @Test
  void an_invalidation_takes_one_whatever_goes_and_all_of_a_namespace_two() {
    assertThat(trips(() -> here.invalidateTags("user:1"))).isEqualTo(1);
    assertThat(trips(() -> here.invalidateTags("user:1", "user:2", "user:3"))).isEqualTo(1);
    assertThat(trips(() -> here.invalidatePrefix("trips:"))).isEqualTo(1);
    assertThat(trips(() -> here.invalidatePrefix("odd"))).isEqualTo(1);
    assertThat(trips(here::clear)).isEqualTo(2);
  }

  @Test
  void the_statistics_of_a_request_take_one_and_none_after_nothing() {
    here.put(key(), "value");
    assertThat(trips(process.statistics()::flush)).isEqualTo(1);
    here.strict().get(key());
    assertThat(trips(process.statistics()::flush)).isEqualTo(1);

    assertThat(trips(process.statistics()::flush)).isZero();
  }
}
