package dev.headroom.cache;

import dev.headroom.cache.clock.DualTimestamp;
import dev.headroom.cache.entry.Key;
import dev.headroom.cache.local.CachedEntry;
import dev.headroom.cache.remote.RemoteReads.Ask;
import dev.headroom.cache.remote.RemoteReads.Found;
import dev.headroom.cache.remote.StoredEntry;
import dev.headroom.cache.statistics.CacheEvent;
import dev.headroom.cache.statistics.NamespaceCounters;
import dev.headroom.redis.RedisUnavailable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads entries, and keeps in memory what it read in Redis. */
final class EntryReader<V> {
  private final Tiers<V> tiers;
  private final Caches caches;
  private final NamespaceCounters counters;

  EntryReader(Tiers<V> tiers) {
    this.tiers = tiers;
    this.caches = tiers.caches();
    this.counters = tiers.state().counters();
  }

  /**
   * A key that is looked up.
   *
   * @param inMemory what is in memory, whether it may be served or not
   */
  record Lookup<V>(Key key, @Nullable CachedEntry<V> inMemory) {
    /** Asks for the entry, but not for its payload when that is at hand. */
    Ask ask() {
      return inMemory == null
          ? new Ask(key.name(), key.options().tags())
          : new Ask(key.name(), inMemory.tags(), inMemory.id());
    }
  }

  /** Returns what may be served, or null when nothing may, as when Redis does not answer. */
  @Nullable CachedEntry<V> find(Key key) {
    CachedEntry<V> local = tiers.servable(key, true);
    return local == null ? findInRedis(List.of(key)).get(key) : local;
  }

  /** Returns what may be served of several keys, in their order. */
  Map<Key, CachedEntry<V>> findAll(Collection<Key> keys) {
    Set<Key> distinct = new LinkedHashSet<>(keys);
    distinct.forEach(tiers::checkOwn);
    var found = new HashMap<Key, CachedEntry<V>>();
    var missing = new ArrayList<Key>();
    for (Key key : distinct) {
      CachedEntry<V> local = tiers.servable(key, true);
      if (local == null) {
        missing.add(key);
      } else {
        found.put(key, local);
      }
    }
    found.putAll(findInRedis(missing));
    var ordered = new LinkedHashMap<Key, CachedEntry<V>>();
    for (Key key : distinct) {
      CachedEntry<V> held = found.get(key);
      if (held != null) {
        ordered.put(key, held);
      }
    }
    return ordered;
  }

  /** Returns what Redis has, and counts each key as a hit or a miss. */
  private Map<Key, CachedEntry<V>> findInRedis(List<Key> keys) {
    var found = new HashMap<Key, CachedEntry<V>>();
    if (!keys.isEmpty() && tiers.areEnabled()) {
      try {
        readFresh(keys, found);
      } catch (RedisUnavailable _) {
        counters.count(CacheEvent.OUTAGE);
      }
    }
    keys.forEach(
        key ->
            counters.read(
                key.name(), found.containsKey(key) ? CacheEvent.REMOTE_HIT : CacheEvent.MISS));
    return found;
  }

  private void readFresh(List<Key> keys, Map<Key, CachedEntry<V>> found) throws RedisUnavailable {
    List<Lookup<V>> lookups =
        keys.stream().map(key -> new Lookup<>(key, tiers.inMemory(key))).toList();
    DualTimestamp now = caches.clock().now();
    List<Found> there = read(lookups, now);
    for (int i = 0; i < keys.size(); i++) {
      Lookup<V> lookup = lookups.get(i);
      CachedEntry<V> held = decode(lookup, there.get(i), now, now.millis());
      if (held != null) {
        caches.local().hold(lookup.key(), lookup.inMemory(), held);
        found.put(lookup.key(), held);
      }
    }
  }

  /**
   * Reads entries in Redis, in one round trip unless their tags have changed.
   *
   * @param now when the read begins
   */
  List<Found> read(List<Lookup<V>> lookups, DualTimestamp now) throws RedisUnavailable {
    List<Found> there =
        caches.reads().read(tiers.namespace(), lookups.stream().map(Lookup::ask).toList());
    counters.remoteRead(now, caches.clock().now());
    return there;
  }

  /**
   * Returns an entry that was found, or null when there is none, it cannot be decoded, or its time
   * is over.
   *
   * @param readAt when the read began
   * @param endsAfter the entry's time to live must end later than this, in epoch milliseconds
   */
  @Nullable CachedEntry<V> decode(
      Lookup<V> lookup, Found there, DualTimestamp readAt, long endsAfter) {
    StoredEntry entry = there.entry().orElse(null);
    if (entry == null || entry.expiresAt() <= endsAfter) {
      return null;
    }
    CachedEntry<V> inMemory = lookup.inMemory();
    return inMemory != null && inMemory.id() == entry.id()
        ? inMemory.verifiedAt(readAt)
        : CachedEntry.read(lookup.key(), entry, readAt, tiers.codec()).orElse(null);
  }
}
