package dev.headroom.cache.proof;

import dev.headroom.cache.entry.Key;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Operations that read what is cached. */
final class Reads {
  private final Chronicle chronicle;
  private final Certainties certainties;
  private final Chance chance;
  private final Story story;
  private final HistoryCounts tally;

  Reads(
      Chronicle chronicle,
      Certainties certainties,
      Chance chance,
      Story story,
      HistoryCounts tally) {
    this.chronicle = chronicle;
    this.certainties = certainties;
    this.chance = chance;
    this.story = story;
    this.tally = tally;
  }

  Reading begin(View view, Set<Key> keys) {
    return new Reading(view, keys, chronicle, certainties, tally);
  }

  void get(Member member) {
    View view = member.view(chance.space(), chance.coin());
    Key key = chance.key(view.cache());
    Reading reading = begin(view, Set.of(key));
    Optional<String> text = view.cache().get(key);
    story.note(member, "%s %s = %s".formatted(view.told("get"), view.entry(key), text));
    Map<Key, String> found = text.map(it -> Map.of(key, it)).orElse(Map.of());
    reading.checkServed(found);
    reading.checkDue(found);
  }

  void getAll(Member member) {
    View view = member.view(chance.space(), chance.coin());
    Set<Key> keys = chance.keys(view.cache());
    Reading reading = begin(view, keys);
    Map<Key, String> found = view.cache().getAll(keys);
    story.note(member, "%s = %s".formatted(view.told("getAll"), found));
    reading.checkServed(found);
    reading.checkDue(found);
  }
}
