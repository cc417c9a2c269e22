package dev.headroom.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cache.CacheResult.Source;
import dev.headroom.cache.entry.EntryOptions;
import dev.headroom.cache.entry.Key;
import dev.headroom.redis.Redis;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CacheResultTest {
  private static final Fleet FLEET = new Fleet();

  private final Cache<String> here = Fleet.texts(FLEET.process());
  private final Cache<String> there = Fleet.texts(FLEET.process());

  @AfterAll
  static void stop() {
    FLEET.close();
  }

  @Test
  void a_load_is_told_from_a_hit_in_either_tier() {
    Key key = here.key("source");

    assertThat(here.getOrLoadWithSource(key, () -> "v"))
        .isEqualTo(new CacheResult<>("v", Source.OWN_LOAD))
        .matches(result -> !result.isHit());
    assertThat(here.getOrLoadWithSource(key, () -> "other"))
        .isEqualTo(new CacheResult<>("v", Source.MEMORY))
        .matches(CacheResult::isHit);
    assertThat(there.getOrLoadWithSource(key, () -> "other"))
        .isEqualTo(new CacheResult<>("v", Source.REDIS))
        .matches(CacheResult::isHit);
  }

  @Test
  void a_request_that_waits_for_a_load_in_its_own_process_says_so() throws Exception {
    assertThat(
            resultOfWhoAsksMeanwhile(
                here, waits -> waits.getState() == Thread.State.TIMED_WAITING, "joined"))
        .isEqualTo(new CacheResult<>("loaded", Source.AWAITED_LOAD));
  }

  @Test
  void a_request_that_waits_for_a_load_in_another_process_says_so() throws Exception {
    Redis redis = FLEET.redis();
    long before = redis.roundTrips();
    Cache<String> other = Fleet.texts(FLEET.process(CacheSettings.USUAL, redis));

    // It makes itself known, reads, is denied the lease, and reads again.
    assertThat(resultOfWhoAsksMeanwhile(other, _ -> redis.roundTrips() >= before + 4, "leased"))
        .isEqualTo(new CacheResult<>("loaded", Source.AWAITED_LOAD));
  }

  @Test
  void an_old_value_that_is_served_since_loading_failed_is_a_hit() {
    Key key =
        here.key("old")
            .with(EntryOptions.of(Duration.ofMinutes(1)).withStaleFor(Duration.ofHours(1)));
    here.put(key, "old");
    FLEET.time.pass(Duration.ofMinutes(2));

    assertThat(here.getOrLoadWithSource(key, CacheResultTest::failing))
        .isEqualTo(new CacheResult<>("old", Source.REDIS));
  }

  private static String failing() {
    throw new IllegalStateException("no");
  }

  /** One loads here until another one, who asks for the same meanwhile, is seen to wait. */
  private CacheResult<String> resultOfWhoAsksMeanwhile(
      Cache<String> other, Predicate<Thread> isSeenToWait, String name) throws Exception {
    var answer = new CompletableFuture<CacheResult<String>>();
    here.getOrLoad(
        here.key(name),
        () -> {
          Thread asks =
              Thread.ofPlatform()
                  .start(
                      () ->
                          answer.complete(
                              other.getOrLoadWithSource(other.key(name), () -> "mine")));
          while (!isSeenToWait.test(asks)) {
            Thread.onSpinWait();
          }
          return "loaded";
        });
    return answer.get(20, TimeUnit.SECONDS);
  }
}
