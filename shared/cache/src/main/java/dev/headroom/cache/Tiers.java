package dev.headroom.cache;

import dev.headroom.cache.clock.DualTimestamp;
import dev.headroom.cache.entry.Codec;
import dev.headroom.cache.entry.EntryOptions;
import dev.headroom.cache.entry.Key;
import dev.headroom.cache.entry.Namespace;
import dev.headroom.cache.local.CachedEntry;
import org.jspecify.annotations.Nullable;

/** Both tiers of one namespace, as a cache of one type of values and of one Δ sees them. */
final class Tiers<V> {
  private final Caches caches;
  private final NamespaceState state;
  private final Codec<V> codec;
  private final long staleness;

  /**
   * Opens a namespace.
   *
   * @param staleness Δ in milliseconds; when it is 0, nothing is served from memory
   */
  Tiers(Caches caches, NamespaceState state, Codec<V> codec, long staleness) {
    this.caches = caches;
    this.state = state;
    this.codec = codec;
    this.staleness = staleness;
  }

  Caches caches() {
    return caches;
  }

  NamespaceState state() {
    return state;
  }

  Namespace namespace() {
    return state.namespace();
  }

  Codec<V> codec() {
    return codec;
  }

  long staleness() {
    return staleness;
  }

  boolean areEnabled() {
    return caches.settings().enabled();
  }

  /**
   * Returns what may be served from memory, and counts it; returns null when nothing may.
   *
   * @param absenceCounts whether it is an answer that there is nothing
   */
  @Nullable CachedEntry<V> servable(Key key, boolean absenceCounts) {
    if (staleness == 0) {
      return null;
    }
    CachedEntry<V> entry = inMemory(key);
    if (entry == null || (entry.value().isEmpty() && !absenceCounts)) {
      return null;
    }
    long nanos = caches.clock().nanos();
    long millis = caches.clock().millis();
    DualTimestamp verified = entry.verified();
    if (verified.isOlderThan(staleness, nanos, millis)
        || !verified.isAfter(state.floor())
        || entry.isExpired(millis)
        || isDueEarly(entry, key.options(), millis)) {
      return null;
    }
    state.counters().localHit(key.name(), nanos, caches.clock());
    return entry;
  }

  /**
   * Returns what is in memory, whether it may be served or not.
   *
   * @throws IllegalArgumentException when the key is one of another namespace or tenant
   */
  @SuppressWarnings("unchecked") // the same codec decodes the same type
  @Nullable CachedEntry<V> inMemory(Key key) {
    checkOwn(key);
    CachedEntry<?> entry = caches.local().get(key);
    return entry != null && entry.isOf(codec) ? (CachedEntry<V>) entry : null;
  }

  /** Checks that a key names an entry of this namespace of this tenant. */
  void checkOwn(Key key) {
    if (!key.namespace().equals(state.namespace())) {
      throw new IllegalArgumentException("The key belongs to another cache: " + key);
    }
  }

  /**
   * Decides by chance whether an entry is loaded before its time to live is over. XFetch: the
   * nearer the end and the longer the load, the likelier one caller loads before it comes to all
   * (Vattani, Chierichetti, Lowenstein: Optimal Probabilistic Cache Stampede Prevention, VLDB
   * 2015).
   */
  boolean isDueEarly(CachedEntry<V> entry, EntryOptions options, long nowMillis) {
    long left = entry.expiresAt() - nowMillis;
    // The logarithm of the smallest double that is drawn is -37.
    if (left > 37L * entry.loadMillis() * EntryOptions.MAX_EARLY_REFRESH) {
      return false;
    }
    double spread = entry.loadMillis() * options.earlyRefresh();
    return -spread * Math.log(1 - caches.random().nextDouble()) >= left;
  }
}
