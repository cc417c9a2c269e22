package dev.headroom.cache;

import dev.headroom.cache.clock.DualTimestamp;
import dev.headroom.cache.entry.EntryOptions;
import dev.headroom.cache.entry.Key;
import dev.headroom.cache.local.CachedEntry;
import dev.headroom.cache.remote.RemoteTier;
import dev.headroom.cache.remote.StoredEntry;
import dev.headroom.cache.statistics.CacheEvent;
import dev.headroom.cache.statistics.NamespaceCounters;
import dev.headroom.errors.HeadroomException;
import dev.headroom.redis.RedisUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts entries into both tiers, and removes them from both. */
final class EntryWriter<V> {
  private static final byte[] NOTHING = {};

  private final Tiers<V> tiers;
  private final Caches caches;
  private final NamespaceState state;
  private final NamespaceCounters counters;

  EntryWriter(Tiers<V> tiers) {
    this.tiers = tiers;
    this.caches = tiers.caches();
    this.state = tiers.state();
    this.counters = state.counters();
  }

  /** Puts values in one round trip; returns false when Redis did not answer. */
  boolean putAll(Map<Key, V> values) {
    if (!tiers.areEnabled() || values.isEmpty()) {
      return values.isEmpty();
    }
    values.keySet().forEach(tiers::checkOwn);
    DualTimestamp begin = caches.clock().now();
    var writes = new ArrayList<RemoteTier.Write>(values.size());
    values.forEach((key, value) -> writes.add(encode(key, Optional.of(value), begin, 0, NOTHING)));
    boolean stored = store(writes);
    int at = 0;
    for (var each : values.entrySet()) {
      StoredEntry entry = writes.get(at++).entry();
      var held =
          CachedEntry.of(each.getKey(), Optional.of(each.getValue()), entry, begin, tiers.codec());
      caches.replace(each.getKey(), held);
    }
    counters.count(CacheEvent.SET, values.size());
    return stored;
  }

  private boolean store(List<RemoteTier.Write> writes) {
    try {
      caches.register(state);
      grew(caches.remote().put(tiers.namespace(), writes));
      return true;
    } catch (RedisUnavailable _) {
      counters.count(CacheEvent.OUTAGE);
      return false;
    }
  }

  /** Removes entries in one round trip. */
  void removeAll(Collection<Key> keys) throws RedisUnavailable {
    keys.forEach(tiers::checkOwn);
    keys.forEach(this::drop);
    grew(caches.remote().remove(tiers.namespace(), keys.stream().map(Key::name).toList()));
    // Whoever read them meanwhile kept what was there before.
    keys.forEach(this::drop);
    counters.count(CacheEvent.DELETE, keys.size());
  }

  private void drop(Key key) {
    caches.replace(key, CachedEntry.removed(key, tiers.codec()));
  }

  /**
   * Encodes an entry, for a value or for there being none.
   *
   * @param from when its time to live begins
   * @param stamp the versions that it depends on, unless Redis puts them in
   * @throws HeadroomException.TooLarge when the value takes more than {@link
   *     CacheSettings#MAX_VALUE_BYTES}
   */
  RemoteTier.Write encode(
      Key key, Optional<V> value, DualTimestamp from, long loadMillis, byte[] stamp) {
    EntryOptions options = key.options();
    byte[] payload = value.map(tiers.codec()::encode).orElse(NOTHING);
    if (payload.length > CacheSettings.MAX_VALUE_BYTES) {
      throw new HeadroomException.TooLarge(
          "A value has at most %d bytes; that of %s has %d."
              .formatted(CacheSettings.MAX_VALUE_BYTES, key.name(), payload.length));
    }
    Duration ttl = value.isPresent() ? options.ttl() : options.absentTtl();
    var entry =
        new StoredEntry(
            caches.random().nextLong(),
            value.isEmpty(),
            from.millis() + ttl.toMillis(),
            (int) Math.min(loadMillis, Integer.MAX_VALUE),
            stamp,
            options.tags(),
            payload);
    return new RemoteTier.Write(key.name(), entry, ttl.plus(options.staleFor()));
  }

  /** Counts by how much the namespace grew. */
  void grew(RemoteTier.Growth growth) {
    counters.count(CacheEvent.ENTRIES, growth.entries());
    counters.count(CacheEvent.BYTES, growth.bytes());
  }
}
