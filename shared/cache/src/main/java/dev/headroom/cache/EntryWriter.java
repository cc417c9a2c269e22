package dev.headroom.cache;

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
  private final SpaceState state;

  EntryWriter(Tiers<V> tiers) {
    this.tiers = tiers;
    this.caches = tiers.caches();
    this.state = tiers.state();
  }

  /** Puts values in one round trip; returns false when Redis did not answer. */
  boolean putAll(Map<Key, V> values) {
    if (!tiers.areEnabled() || values.isEmpty()) {
      return values.isEmpty();
    }
    values.keySet().forEach(tiers::checkOwn);
    Moment begin = caches.now();
    var writes = new ArrayList<RemoteTier.Write>(values.size());
    values.forEach((key, value) -> writes.add(encode(key, Optional.of(value), begin, 0, NOTHING)));
    boolean stored = store(writes);
    int at = 0;
    for (var each : values.entrySet()) {
      StoredEntry entry = writes.get(at++).entry();
      var held = Held.of(each.getKey(), Optional.of(each.getValue()), entry, begin, tiers.codec());
      caches.replace(each.getKey(), held);
    }
    state.count(CacheEvent.SET, values.size());
    return stored;
  }

  private boolean store(List<RemoteTier.Write> writes) {
    try {
      caches.register(state);
      grew(caches.remote().put(tiers.space(), writes));
      return true;
    } catch (RedisUnavailable _) {
      state.count(CacheEvent.OUTAGE);
      return false;
    }
  }

  /** Removes entries in one round trip. */
  void removeAll(Collection<Key> keys) throws RedisUnavailable {
    keys.forEach(tiers::checkOwn);
    keys.forEach(this::drop);
    grew(caches.remote().remove(tiers.space(), keys.stream().map(Key::name).toList()));
    // Whoever read them meanwhile kept what was there before.
    keys.forEach(this::drop);
    state.count(CacheEvent.DELETE, keys.size());
  }

  private void drop(Key key) {
    caches.replace(key, Held.removed(key, tiers.codec()));
  }

  /**
   * Encodes an entry, for a value or for there being none.
   *
   * @param from when its time to live begins
   * @param stamp the versions that it depends on, unless Redis puts them in
   * @throws HeadroomException.TooLarge when the value takes more than {@link
   *     CacheSettings#MAX_VALUE_BYTES}
   */
  RemoteTier.Write encode(Key key, Optional<V> value, Moment from, long loadMillis, byte[] stamp) {
    Terms terms = key.terms();
    byte[] payload = value.map(tiers.codec()::encode).orElse(NOTHING);
    if (payload.length > CacheSettings.MAX_VALUE_BYTES) {
      throw new HeadroomException.TooLarge(
          "A value has at most %d bytes; that of %s has %d."
              .formatted(CacheSettings.MAX_VALUE_BYTES, key.name(), payload.length));
    }
    Duration ttl = value.isPresent() ? terms.ttl() : terms.absentTtl();
    var entry =
        new StoredEntry(
            caches.random().nextLong(),
            value.isEmpty(),
            from.millis() + ttl.toMillis(),
            (int) Math.min(loadMillis, Integer.MAX_VALUE),
            stamp,
            terms.tags(),
            payload);
    return new RemoteTier.Write(key.name(), entry, ttl.plus(terms.staleFor()));
  }

  /** Counts by how much the namespace grew. */
  void grew(RemoteTier.Growth growth) {
    state.count(CacheEvent.ENTRIES, growth.entries());
    state.count(CacheEvent.BYTES, growth.bytes());
  }
}
