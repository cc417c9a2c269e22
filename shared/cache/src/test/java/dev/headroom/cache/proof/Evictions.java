package dev.headroom.cache.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.cache.proof.Chronicle.Value;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisUnavailable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** Redis throws away what it likes. */
final class Evictions {
  private final Redis raw;
  private final Chronicle chronicle;
  private final Certainties certainties;
  private final Chance chance;
  private final Story story;
  private final HistoryCounts tally;

  Evictions(
      Redis raw,
      Chronicle chronicle,
      Certainties certainties,
      Chance chance,
      Story story,
      HistoryCounts tally) {
    this.raw = raw;
    this.chronicle = chronicle;
    this.certainties = certainties;
    this.chance = chance;
    this.story = story;
    this.tally = tally;
  }

  /** One of what it has. */
  void evict() throws RedisUnavailable {
    List<String> names = names();
    if (names.isEmpty()) {
      return;
    }
    String name = chance.oneOf(names);
    long begun = chronicle.now();
    raw.call(commands -> commands.del(name.getBytes(UTF_8)));
    story.note("evicted: " + name);
    tally.evictions++;
    certainties.mayBeGone(_ -> true);
    chronicle.removed("eviction of " + name, lostWith(name), OptionalInt.empty(), begun);
  }

  /** All it has. */
  void empty() throws RedisUnavailable {
    long begun = chronicle.now();
    raw.call(commands -> commands.flushall());
    story.note("Redis is emptied");
    certainties.mayBeGone(_ -> true);
    chronicle.removed("emptying", _ -> true, OptionalInt.empty(), begun);
  }

  private List<String> names() throws RedisUnavailable {
    return Optional.ofNullable(raw.call(commands -> commands.keys("*"))).orElseThrow().stream()
        .map(bytes -> new String(bytes, UTF_8))
        .filter(name -> name.contains("/"))
        .sorted()
        .toList();
  }

  /** A version that is made anew matches nothing that was. */
  private static Predicate<Value> lostWith(String name) {
    String space = name.substring(name.indexOf('/') + 1, name.indexOf('}'));
    String kind = name.substring(name.indexOf('}') + 1);
    Predicate<Value> covers =
        switch (kind.charAt(0)) {
          case 's' -> _ -> true;
          case 'p' -> it -> it.entry().name().startsWith(kind.substring(2));
          case 't' -> it -> it.tags().contains(kind.substring(2));
          default -> _ -> false;
        };
    return it -> it.entry().space().equals(space) && covers.test(it);
  }
}
