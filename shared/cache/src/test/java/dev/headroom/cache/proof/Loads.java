package dev.headroom.cache.proof;

import dev.headroom.cache.entry.Key;
import dev.headroom.cache.proof.Chronicle.Entry;
import dev.headroom.redis.RedisUnavailable;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Operations that read, and load what is not cached. */
final class Loads {
  private final Reads reads;
  private final Source source;
  private final Leases leases;
  private final Chance chance;
  private final Story story;

  Loads(Reads reads, Source source, Leases leases, Chance chance, Story story) {
    this.reads = reads;
    this.source = source;
    this.leases = leases;
    this.chance = chance;
    this.story = story;
  }

  void load(Member member) throws RedisUnavailable {
    boolean absenceCounts = chance.coin();
    View view = member.view(chance.space(), chance.oneIn(3));
    Key key = chance.key(view.cache());
    Set<Entry> entries = Set.of(view.entry(key));
    if (leases.wouldWait(member, entries)) {
      return;
    }
    Reading reading = reads.begin(view, Set.of(key));
    Optional<String> text =
        leases.during(
            member, entries, () -> absenceCounts ? find(view, key) : Optional.of(load(view, key)));
    String operation = view.told(absenceCounts ? "find" : "load");
    story.note(member, "%s %s = %s".formatted(operation, view.entry(key), text));
    Map<Key, String> found = text.map(it -> Map.of(key, it)).orElse(Map.of());
    reading.checkServed(found);
    reading.checkAbsent(found);
    reading.checkDue(found);
  }

  private Optional<String> find(View view, Key key) {
    return view.cache().findOrLoad(key, () -> source.find(view, key));
  }

  private String load(View view, Key key) {
    return view.cache().getOrLoad(key, () -> source.load(view, key));
  }

  void loadAll(Member member) throws RedisUnavailable {
    View view = member.view(chance.space(), chance.oneIn(3));
    Set<Key> keys = chance.keys(view.cache());
    Set<Entry> entries = view.entries(keys);
    if (leases.wouldWait(member, entries)) {
      return;
    }
    Reading reading = reads.begin(view, keys);
    Map<Key, String> found =
        leases.during(
            member,
            entries,
            () -> view.cache().getOrLoadAll(keys, missing -> source.loadAll(view, missing)));
    story.note(member, "%s = %s".formatted(view.told("loadAll"), found));
    reading.checkServed(found);
    reading.checkAbsent(found);
  }
}
