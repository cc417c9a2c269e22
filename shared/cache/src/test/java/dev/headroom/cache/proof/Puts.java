package dev.headroom.cache.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cache.entry.Key;
import dev.headroom.cache.proof.Chronicle.Entry;
import dev.headroom.cache.proof.Chronicle.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Operations that put values. */
final class Puts {
  /** What is kept so long is not over before it is read. */
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Chronicle chronicle;
  private final Certainties certainties;
  private final Chance chance;
  private final Story story;

  Puts(Chronicle chronicle, Certainties certainties, Chance chance, Story story) {
    this.chronicle = chronicle;
    this.certainties = certainties;
    this.chance = chance;
    this.story = story;
  }

  void put(Member member) {
    View view = member.view(chance.space(), false);
    Set<Key> keys = chance.keyOrKeys(view.cache());
    long begun = chronicle.now();
    Map<Key, Value> values = begin(view, keys);
    Map<Key, String> texts = new LinkedHashMap<>();
    values.forEach((key, value) -> texts.put(key, value.text().orElseThrow()));
    long disturbances = certainties.disturbances();
    long wall = member.wall();
    boolean stored = view.cache().putAll(texts);
    values.values().forEach(chronicle::ended);
    story.note(member, "put %s: %s".formatted(texts, stored));
    if (stored) {
      Set<Entry> entries = view.entries(keys);
      chronicle.removed(
          "put " + texts,
          it -> entries.contains(it.entry()),
          OptionalInt.of(member.number()),
          begun);
      if (disturbances == certainties.disturbances()) {
        mustBeThere(values, wall);
      }
    } else {
      assertThat(member.mayDoWithoutRedis()).withFailMessage("a put was refused").isTrue();
    }
  }

  private Map<Key, Value> begin(View view, Set<Key> keys) {
    Map<Key, Value> values = new LinkedHashMap<>();
    for (Key key : keys) {
      Entry entry = view.entry(key);
      certainties.mayBeGone(entry);
      long wallEnd = view.wallEnd(key.options().ttl());
      values.put(key, chronicle.put(entry, key.options().tags(), wallEnd));
    }
    return values;
  }

  private void mustBeThere(Map<Key, Value> values, long wall) {
    values.forEach(
        (key, value) -> {
          Duration ttl = key.options().ttl();
          if (ttl.compareTo(LONG) >= 0) {
            certainties.mustBeThere(value, wall + ttl.toMillis());
          }
        });
  }
}
