package dev.headroom.cache.remote;

import dev.headroom.cache.entry.Namespace;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisUnavailable;
import io.lettuce.core.KeyValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads entries in Redis with the versions they depend on. */
public final class RemoteReads {
  private final Redis redis;

  /** Opens the tier. */
  public RemoteReads(Redis redis) {
    this.redis = redis;
  }

  /**
   * An entry to be read.
   *
   * @param tags the tags that it is thought to have
   * @param known the id of the entry that is at hand, whose payload is not read; 0 when none is
   */
  public record Ask(String name, List<String> tags, long known) {
    /** Asks for a payload, too. */
    public Ask(String name, List<String> tags) {
      this(name, tags, 0);
    }
  }

  /**
   * The answer to a read.
   *
   * @param id the id of the entry that is there; 0 when there is none
   * @param entry the entry; empty when there is none, or it was invalidated
   */
  public record Found(long id, Optional<StoredEntry> entry) {}

  /**
   * Reads entries with the versions they depend on. One round trip; a second when an entry has tags
   * that were not asked for.
   *
   * @return for each, what is there
   */
  public List<Found> read(Namespace namespace, List<Ask> asks) throws RedisUnavailable {
    if (asks.size() == 1) {
      return List.of(read(namespace, asks.getFirst()));
    }
    String slot = RedisKeys.slot(namespace);
    var each = new ArrayList<Dependencies>(asks.size());
    var names = new IndexedNames();
    for (Ask ask : asks) {
      var dependencies = Dependencies.of(slot, ask.name(), ask.tags());
      each.add(dependencies);
      dependencies.versions().forEach(version -> names.add(version));
    }
    var keys = new ArrayList<byte[]>(asks.size() + names.size());
    asks.forEach(ask -> keys.add(RedisKeys.bytes(RedisKeys.entry(slot, ask.name()))));
    names.names().forEach(version -> keys.add(RedisKeys.bytes(version)));
    List<byte @Nullable []> values = values(keys);
    var versions = new ArrayList<>(values.subList(asks.size(), values.size()));
    var entries = new ArrayList<Optional<StoredEntry>>(asks.size());
    for (int i = 0; i < asks.size(); i++) {
      Optional<StoredEntry> entry = entry(values.get(i), asks.get(i));
      entries.add(entry);
      if (entry.isPresent() && !entry.get().tags().equals(asks.get(i).tags())) {
        each.set(i, Dependencies.of(slot, asks.get(i).name(), entry.get().tags()));
      }
    }
    readMissing(each, names, versions);
    var found = new ArrayList<Found>(asks.size());
    for (int i = 0; i < asks.size(); i++) {
      Dependencies of = each.get(i);
      found.add(
          new Found(
              StoredEntry.id(values.get(i)),
              entries.get(i).filter(entry -> isCurrent(of, entry, names, versions))));
    }
    return found;
  }

  /** Reads one entry: it shares no versions with others, so none need be found again. */
  Found read(Namespace namespace, Ask ask) throws RedisUnavailable {
    String slot = RedisKeys.slot(namespace);
    var asked = Dependencies.of(slot, ask.name(), ask.tags());
    var keys = new ArrayList<byte[]>(1 + asked.versions().size());
    keys.add(RedisKeys.bytes(RedisKeys.entry(slot, ask.name())));
    for (String version : asked.versions()) {
      keys.add(RedisKeys.bytes(version));
    }
    List<byte @Nullable []> values = values(keys);
    long id = StoredEntry.id(values.getFirst());
    Optional<StoredEntry> found = entry(values.getFirst(), ask);
    if (found.isEmpty()) {
      return new Found(id, found);
    }
    StoredEntry entry = found.get();
    List<byte @Nullable []> current = values.subList(1, values.size());
    if (entry.tags().equals(ask.tags())) {
      return new Found(id, asked.match(entry.stamp(), current) ? found : Optional.empty());
    }
    var names = new IndexedNames();
    asked.versions().forEach(version -> names.add(version));
    var versions = new ArrayList<>(current);
    var dependencies = Dependencies.of(slot, ask.name(), entry.tags());
    readMissing(List.of(dependencies), names, versions);
    return new Found(id, found.filter(_ -> isCurrent(dependencies, entry, names, versions)));
  }

  private static Optional<StoredEntry> entry(byte @Nullable [] value, Ask ask) {
    return value == null ? Optional.empty() : StoredEntry.read(value, ask.known());
  }

  /** Reads the versions that are not among the names, and adds them. */
  private void readMissing(
      List<Dependencies> each, IndexedNames names, List<byte @Nullable []> values)
      throws RedisUnavailable {
    var missing = new LinkedHashSet<String>();
    for (Dependencies of : each) {
      for (String version : of.versions()) {
        if (!names.has(version)) {
          missing.add(version);
        }
      }
    }
    if (!missing.isEmpty()) {
      values.addAll(values(missing.stream().map(RedisKeys::bytes).toList()));
      missing.forEach(version -> names.add(version));
    }
  }

  private static boolean isCurrent(
      Dependencies dependencies,
      StoredEntry entry,
      IndexedNames names,
      List<byte @Nullable []> values) {
    var current = new ArrayList<byte @Nullable []>(dependencies.versions().size());
    for (String version : dependencies.versions()) {
      current.add(values.get(names.indexOf(version)));
    }
    return dependencies.match(entry.stamp(), current);
  }

  /**
   * Returns the bytes that entries take, in two round trips; empty for those that were invalidated,
   * or are not there.
   */
  public List<Optional<Long>> sizes(Namespace namespace, List<String> names)
      throws RedisUnavailable {
    String slot = RedisKeys.slot(namespace);
    var heads = new ArrayList<CompletableFuture<byte[]>>(names.size());
    var lengths = new ArrayList<CompletableFuture<Long>>(names.size());
    redis.call(
        commands -> {
          for (String name : names) {
            byte[] key = RedisKeys.bytes(RedisKeys.entry(slot, name));
            heads.add(
                commands.getrange(key, 0, StoredEntry.LONGEST_HEAD - 1).toCompletableFuture());
            lengths.add(commands.strlen(key).toCompletableFuture());
          }
          return CompletableFuture.allOf(
              Stream.concat(heads.stream(), lengths.stream()).toArray(CompletableFuture<?>[]::new));
        });
    List<Optional<StoredEntry>> entries =
        heads.stream().map(head -> StoredEntry.readHead(head.join())).toList();
    var versions = new IndexedNames();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      entries
          .get(i)
          .ifPresent(
              entry ->
                  Dependencies.of(slot, name, entry.tags())
                      .versions()
                      .forEach(version -> versions.add(version)));
    }
    List<byte @Nullable []> values =
        versions.isEmpty()
            ? List.of()
            : values(versions.names().stream().map(RedisKeys::bytes).toList());
    var sizes = new ArrayList<Optional<Long>>(names.size());
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Optional<StoredEntry> current =
          entries
              .get(i)
              .filter(
                  entry ->
                      isCurrent(
                          Dependencies.of(slot, name, entry.tags()), entry, versions, values));
      sizes.add(current.isPresent() ? Optional.of(lengths.get(i).join()) : Optional.empty());
    }
    return sizes;
  }

  private List<byte @Nullable []> values(List<byte[]> keys) throws RedisUnavailable {
    var values = new ArrayList<byte @Nullable []>(keys.size());
    for (KeyValue<byte[], byte[]> value : redis.values(keys.toArray(byte[][]::new))) {
      values.add(value.hasValue() ? value.getValue() : null);
    }
    return values;
  }
}
