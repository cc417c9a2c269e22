package dev.headroom.cache.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cache.Cache;
import dev.headroom.cache.CacheSettings;
import dev.headroom.cache.Caches;
import dev.headroom.cache.entry.Codec;
import dev.headroom.cache.entry.EntryOptions;
import dev.headroom.cache.entry.Key;
import dev.headroom.local.engine.RedisEngine;
import dev.headroom.redis.Redis;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real processes, some of which are frozen, as a Lambda is between two invocations. */
class ProcessTest {
  private static final int CHILDREN = 3;
  private static final List<Child> CHILD = new ArrayList<>();
  private static RedisEngine engine;
  private static Redis redis;
  private static Cache<String> cache;

  @BeforeAll
  static void open() throws IOException {
    engine = RedisEngine.start(Optional.empty(), Duration.ofMillis(200));
    for (int i = 0; i < CHILDREN; i++) {
      CHILD.add(Child.start(engine.uri().toString()));
    }
    redis = new Redis(Child.patient(engine.uri().toString()));
    redis.warmUp();
    cache =
        new Caches(CacheSettings.USUAL, redis, InstantSource.system(), new SecureRandom())
            .cache("acme", "result", Codec.json(String.class));
  }

  @AfterAll
  static void close() {
    CHILD.forEach(Child::close);
    redis.close();
    engine.close();
  }

  private static void awaitNanos(long until) {
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  @Test
  void what_was_invalidated_while_it_was_frozen_is_not_served_after_the_thaw() throws Exception {
    Child child = CHILD.getFirst();
    for (String name : List.of("f:tag", "f:odd", "f:removed", "f:put", "f:kept")) {
      Key key = cache.key(name).with(EntryOptions.of(Duration.ofHours(1)).withTags(List.of(name)));
      cache.put(key, "old");
      assertThat(child.ask("get " + name)).isEqualTo("old");
    }
    child.freeze();
    cache.invalidateTags("f:tag");
    cache.invalidatePrefix("f:od");
    cache.remove(cache.key("f:removed"));
    cache.put(cache.key("f:put"), "new");
    awaitNanos(System.nanoTime() + CacheSettings.USUAL.staleness().plusMillis(100).toNanos());
    for (String name : List.of("f:tag", "f:odd", "f:removed", "f:put", "f:kept")) {
      child.tell("get " + name);
    }
    child.thaw();

    assertThat(child.hear()).isEqualTo("nothing");
    assertThat(child.hear()).isEqualTo("nothing");
    assertThat(child.hear()).isEqualTo("nothing");
    assertThat(child.hear()).isEqualTo("new");
    assertThat(child.hear()).isEqualTo("old");
  }

  @Test
  void what_was_loaded_by_one_that_was_frozen_meanwhile_changes_nothing() throws Exception {
    Child child = CHILD.getFirst();
    Key key = cache.key("late").with(EntryOptions.of(Duration.ofHours(1)));
    assertThat(child.ask("load late old")).isEqualTo("loading");
    child.freeze();
    cache.invalidatePrefix("la");
    // The lease comes to its end.
    redis.call(commands -> commands.pexpire("{acme/result}l:late".getBytes(UTF_8), 1));
    assertThat(cache.getOrLoad(key, () -> "new")).isEqualTo("new");
    child.tell("done");
    child.thaw();

    assertThat(child.hear()).as("its own read began before").isEqualTo("old");
    assertThat(cache.strict().get(key)).contains("new");
    assertThat(child.ask("get late")).isEqualTo("new");
    Long leases = redis.call(commands -> commands.exists("{acme/result}l:late".getBytes(UTF_8)));
    assertThat(leases).isZero();
  }

  @Test
  void a_thousand_callers_in_four_processes_load_once() throws Exception {
    for (Child child : CHILD) {
      child.ask("get warm");
      child.tell("crowd crowded 250");
    }
    int loads = Child.crowd(cache, "crowded", 250);
    for (Child child : CHILD) {
      loads += Integer.parseInt(child.hear());
    }
    assertThat(loads).isEqualTo(1);
  }
}
