package dev.headroom.cache;

import dev.headroom.cache.clock.DualTimestamp;
import dev.headroom.cache.entry.Key;
import dev.headroom.cache.local.CachedEntry;
import dev.headroom.cache.remote.RemoteTier.Filled;
import dev.headroom.cache.remote.RemoteTier.Write;
import dev.headroom.cache.remote.StoredEntry;
import dev.headroom.cache.statistics.CacheEvent;
import dev.headroom.cache.statistics.NamespaceCounters;
import dev.headroom.errors.HeadroomException;
import dev.headroom.redis.RedisUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads keys, all in one call, and stores what was loaded where the lease is still held. */
final class LeasedLoad<V> {
  private final Tiers<V> tiers;
  private final Caches caches;
  private final NamespaceCounters counters;
  private final EntryWriter<V> writer;
  private final CountedLoader<V> loader;
  private final byte[] token;

  /**
   * @param token that of the leases
   */
  LeasedLoad(Tiers<V> tiers, CountedLoader<V> loader, byte[] token) {
    this.tiers = tiers;
    this.caches = tiers.caches();
    this.counters = tiers.state().counters();
    this.writer = new EntryWriter<>(tiers);
    this.loader = loader;
    this.token = token;
  }

  private record Loaded<V>(PendingKey<V> pending, Optional<V> value, Write write) {}

  /**
   * Loads keys whose leases are held, and lands them. When loading fails, old values are served if
   * there is one for each.
   */
  void load(List<PendingKey<V>> claimed) {
    DualTimestamp begin = caches.clock().now();
    Map<Key, V> values;
    try {
      values = loader.load(keys(claimed));
    } catch (RuntimeException | Error failure) {
      release(claimed);
      if (failure instanceof RuntimeException && landStale(claimed)) {
        return;
      }
      throw failure;
    }
    DualTimestamp end = caches.clock().now();
    var loaded = new ArrayList<Loaded<V>>(claimed.size());
    var unkept = new ArrayList<PendingKey<V>>();
    for (PendingKey<V> pending : claimed) {
      Optional<V> value = Optional.ofNullable(values.get(pending.key()));
      encode(pending, value, end, begin.millisUntil(end))
          .ifPresentOrElse(
              write -> loaded.add(new Loaded<>(pending, value, write)), () -> unkept.add(pending));
    }
    release(unkept);
    unkept.forEach(pending -> landLoaded(pending, values, begin));
    store(loaded, begin, end);
  }

  private boolean landStale(List<PendingKey<V>> claimed) {
    if (claimed.stream().anyMatch(pending -> pending.usable() == null)) {
      return false;
    }
    for (PendingKey<V> pending : claimed) {
      landUsable(pending);
    }
    return true;
  }

  /** Lands a key with what was read, however long ago that is; says whether there is anything. */
  boolean landUsable(PendingKey<V> pending) {
    CachedEntry<V> entry = pending.usable();
    if (entry == null) {
      return false;
    }
    if (entry.isExpired(entry.verified().millis())) {
      counters.count(CacheEvent.STALE);
    }
    pending.landWith(entry);
    return true;
  }

  /** Empty when there is nothing to be remembered, or it is too large. */
  private Optional<Write> encode(
      PendingKey<V> pending, Optional<V> value, DualTimestamp from, long loadMillis) {
    if (value.isEmpty() && pending.key().options().absentTtl().isZero()) {
      return Optional.empty();
    }
    try {
      return Optional.of(writer.encode(pending.key(), value, from, loadMillis, pending.stamp()));
    } catch (HeadroomException.TooLarge _) {
      return Optional.empty();
    }
  }

  private void store(List<Loaded<V>> loaded, DualTimestamp begin, DualTimestamp end) {
    if (loaded.isEmpty()) {
      return;
    }
    try {
      List<Write> writes = loaded.stream().map(Loaded::write).toList();
      var filled = caches.remote().fill(tiers.namespace(), writes, token);
      writer.grew(filled.getValue());
      for (int i = 0; i < loaded.size(); i++) {
        Filled mine = filled.getKey().get(i);
        if (mine.stored() && mine.current()) {
          keep(loaded.get(i), end);
        } else {
          loaded.get(i).pending().landWith(loaded.get(i).value(), begin);
        }
      }
    } catch (RedisUnavailable _) {
      counters.count(CacheEvent.OUTAGE);
      loaded.forEach(each -> keep(each, begin));
    }
  }

  /** Keeps a value in memory, and lands it. */
  private void keep(Loaded<V> loaded, DualTimestamp verified) {
    PendingKey<V> pending = loaded.pending();
    StoredEntry entry = loaded.write().entry();
    caches
        .local()
        .hold(
            pending.key(),
            pending.inMemory(),
            CachedEntry.of(pending.key(), loaded.value(), entry, verified, tiers.codec()));
    pending.landWith(loaded.value(), verified);
  }

  /** Loads without a lease, and keeps nothing. */
  void alone(List<PendingKey<V>> pending) {
    DualTimestamp begin = caches.clock().now();
    Map<Key, V> values = loader.load(keys(pending));
    pending.forEach(each -> landLoaded(each, values, begin));
  }

  /**
   * Loads while Redis does not answer, and keeps values in memory alone. Whether one is invalidated
   * cannot be seen, so it is served for Δ from when its load began.
   */
  void withoutRedis(List<PendingKey<V>> pending) {
    DualTimestamp begin = caches.clock().now();
    Map<Key, V> values = loader.load(keys(pending));
    for (PendingKey<V> each : pending) {
      Optional<V> value = Optional.ofNullable(values.get(each.key()));
      encode(each, value, begin, 0)
          .ifPresentOrElse(
              write -> keep(new Loaded<>(each, value, write), begin),
              () -> each.landWith(value, begin));
    }
  }

  private static <V> List<Key> keys(List<PendingKey<V>> pending) {
    return pending.stream().map(PendingKey::key).toList();
  }

  private void landLoaded(PendingKey<V> pending, Map<Key, V> values, DualTimestamp begin) {
    pending.landWith(Optional.ofNullable(values.get(pending.key())), begin);
  }

  /** Gives leases back, so that nobody waits for them to end. */
  void release(List<PendingKey<V>> claimed) {
    if (claimed.isEmpty()) {
      return;
    }
    try {
      List<String> names = keys(claimed).stream().map(Key::name).toList();
      caches.remote().release(tiers.namespace(), names, token);
    } catch (RedisUnavailable _) {
      // The leases end by themselves.
    }
  }
}
