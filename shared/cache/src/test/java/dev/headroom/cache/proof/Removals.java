package dev.headroom.cache.proof;

import dev.headroom.cache.entry.Key;
import dev.headroom.cache.proof.Chronicle.Entry;
import dev.headroom.cache.proof.Chronicle.Value;
import dev.headroom.errors.HeadroomException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/** Operations that remove entries: by key, tag or prefix, or all of a namespace. */
final class Removals {
  private final Chronicle chronicle;
  private final Certainties certainties;
  private final Chance chance;
  private final Story story;

  Removals(Chronicle chronicle, Certainties certainties, Chance chance, Story story) {
    this.chronicle = chronicle;
    this.certainties = certainties;
    this.chance = chance;
    this.story = story;
  }

  void remove(Member member) {
    View view = member.view(chance.space(), false);
    Set<Key> keys = chance.keyOrKeys(view.cache());
    Set<Entry> entries = view.entries(keys);
    invalidate(
        member,
        "remove " + entries,
        it -> entries.contains(it.entry()),
        () -> view.cache().removeAll(keys));
  }

  void invalidateTags(Member member) {
    View view = member.view(chance.space(), false);
    List<String> tags = chance.tags();
    invalidate(
        member,
        "tags %s of %s".formatted(tags, view.space()),
        in(view).and(it -> it.tags().stream().anyMatch(tags::contains)),
        () -> view.cache().invalidateTags(tags.toArray(String[]::new)));
  }

  void invalidatePrefix(Member member) {
    View view = member.view(chance.space(), false);
    String prefix = chance.prefix();
    invalidate(
        member,
        "prefix %s of %s".formatted(prefix, view.space()),
        in(view).and(it -> it.entry().name().startsWith(prefix)),
        () -> view.cache().invalidatePrefix(prefix));
    if (!prefix.endsWith(":")) {
      // The prefix after 32 takes the others along.
      certainties.mayBeGone(in(view));
    }
  }

  void clear(Member member) {
    View view = member.view(chance.space(), false);
    invalidate(member, "clear " + view.space(), in(view), view.cache()::clear);
  }

  private static Predicate<Value> in(View view) {
    return value -> value.entry().space().equals(view.space());
  }

  private void invalidate(Member member, String what, Predicate<Value> covers, Runnable action) {
    long begun = chronicle.now();
    certainties.mayBeGone(covers);
    try {
      action.run();
      story.note(member, what);
      chronicle.removed(what, covers, OptionalInt.of(member.number()), begun);
    } catch (HeadroomException.Unavailable e) {
      story.note(member, what + " is refused");
      if (!member.mayDoWithoutRedis()) {
        throw e;
      }
    } finally {
      certainties.mayBeGone(covers);
    }
  }
}
