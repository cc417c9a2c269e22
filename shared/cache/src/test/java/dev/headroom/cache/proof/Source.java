package dev.headroom.cache.proof;

import dev.headroom.cache.entry.Key;
import dev.headroom.cache.proof.Chronicle.Entry;
import dev.headroom.cache.proof.Chronicle.Value;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is cached is loaded from here, while others do what they do. */
final class Source {
  /** What a loader fails with. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed() {
      super("the source does not answer", null, false, false);
    }
  }

  private final Turns turns;
  private final Universe universe;
  private final Chronicle chronicle;
  private final Certainties certainties;
  private final Chance chance;
  private final Story story;
  private final HistoryCounts tally;

  Source(
      Turns turns,
      Universe universe,
      Chronicle chronicle,
      Certainties certainties,
      Chance chance,
      Story story,
      HistoryCounts tally) {
    this.turns = turns;
    this.universe = universe;
    this.chronicle = chronicle;
    this.certainties = certainties;
    this.chance = chance;
    this.story = story;
    this.tally = tally;
  }

  /** There may be nothing. */
  Optional<String> find(View view, Key key) {
    long since = read();
    return loaded(view, key, chance.oneIn(3), since);
  }

  String load(View view, Key key) {
    return loaded(view, key, false, read()).orElseThrow();
  }

  /** Those of which there is nothing are left out. */
  Map<Key, String> loadAll(View view, Set<Key> missing) {
    long since = read();
    Map<Key, String> loaded = new LinkedHashMap<>();
    missing.stream()
        .sorted(Comparator.comparing(Key::name))
        .forEach(
            key ->
                loaded(view, key, chance.oneIn(3), since).ifPresent(text -> loaded.put(key, text)));
    return loaded;
  }

  /** Tells when the source was read. */
  private long read() {
    tally.loads++;
    turns.meanwhile();
    if (chance.oneIn(10)) {
      throw new Failed();
    }
    long since = chronicle.now();
    turns.meanwhile();
    if (chance.oneIn(4)) {
      universe.pass(chance.millisBelow(700));
    }
    return since;
  }

  private Optional<String> loaded(View view, Key key, boolean absent, long since) {
    Entry entry = view.entry(key);
    certainties.mayBeGone(entry);
    List<String> tags = key.options().tags();
    long wallEnd = view.wallEnd(absent ? key.options().absentTtl() : key.options().ttl());
    Value value =
        absent
            ? chronicle.absence(entry, tags, since, wallEnd)
            : chronicle.value(entry, tags, since, wallEnd);
    story.note("  loaded for process %d: %s".formatted(view.member().number(), value));
    return value.text();
  }
}
