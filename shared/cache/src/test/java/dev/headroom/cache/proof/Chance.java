package dev.headroom.cache.proof;

import dev.headroom.cache.Cache;
import dev.headroom.cache.entry.EntryOptions;
import dev.headroom.cache.entry.Key;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Draws what happens, and what it happens to. The same seed draws the same. */
final class Chance {
  private static final Duration LOAD_LIMIT = Duration.ofMillis(300);
  private static final List<String> SPACES = List.of("result", "other");
  private static final List<String> NAMES =
      List.of("a:1:x", "a:1:y", "a:2", "b:1:2:3:4:5", "b:1:2:3:4:6", "pre-1", "plain");
  private static final List<String> PREFIXES =
      List.of("a:", "a:1:", "b:1:2:3:", "b:1:2:3:4:", "b:1:2:3:4:5", "pre-", "p", "a:1", "c:");
  private static final List<String> TAGS = List.of("red", "green", "a");
  private static final List<Duration> TTLS =
      List.of(
          Duration.ofMillis(20),
          Duration.ofSeconds(2),
          Duration.ofMinutes(1),
          Duration.ofMinutes(30),
          Duration.ofHours(1));
  private static final List<Duration> STALENESSES =
      List.of(Duration.ZERO, Duration.ofMillis(300), Duration.ofSeconds(1), Duration.ofSeconds(1));

  private final Random random;

  Chance(Random random) {
    this.random = random;
  }

  boolean coin() {
    return random.nextBoolean();
  }

  boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  Duration millisBelow(int bound) {
    return Duration.ofMillis(random.nextInt(bound));
  }

  <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  Duration staleness() {
    return oneOf(STALENESSES);
  }

  String space() {
    return oneOf(SPACES);
  }

  String prefix() {
    return oneOf(PREFIXES);
  }

  List<String> tags() {
    return TAGS.stream().filter(_ -> oneIn(3)).toList();
  }

  Key key(Cache<String> cache) {
    String name = oneOf(NAMES);
    EntryOptions options =
        EntryOptions.of(oneOf(TTLS))
            .withAbsentTtl(Duration.ofSeconds(below(3) * 20L))
            .withStaleFor(oneIn(3) ? Duration.ofHours(1) : Duration.ZERO)
            .withLoadLimit(LOAD_LIMIT)
            .withEarlyRefresh(below(3) * 5)
            .withTags(tags());
    return cache.key(name).with(options);
  }

  Set<Key> keys(Cache<String> cache) {
    Set<Key> keys = new LinkedHashSet<>();
    for (int i = 1 + below(4); i > 0; i--) {
      keys.add(key(cache));
    }
    return keys;
  }

  Set<Key> keyOrKeys(Cache<String> cache) {
    return coin() ? Set.of(key(cache)) : keys(cache);
  }
}
