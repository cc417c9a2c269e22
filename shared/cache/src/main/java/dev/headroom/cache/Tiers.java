package dev.headroom.cache;

import org.jspecify.annotations.Nullable;

/** Both tiers of one namespace, as a cache of one type of values and of one Δ sees them. */
final class Tiers<V> {
  private final Caches caches;
  private final SpaceState state;
  private final Codec<V> codec;
  private final long staleness;

  /**
   * Opens a namespace.
   *
   * @param staleness Δ in milliseconds; when it is 0, nothing is served from memory
   */
  Tiers(Caches caches, SpaceState state, Codec<V> codec, long staleness) {
    this.caches = caches;
    this.state = state;
    this.codec = codec;
    this.staleness = staleness;
  }

  Caches caches() {
    return caches;
  }

  SpaceState state() {
    return state;
  }

  Space space() {
    return state.space();
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
  @Nullable Held<V> servable(Key key, boolean absenceCounts) {
    if (staleness == 0) {
      return null;
    }
    Held<V> held = inMemory(key);
    if (held == null || (held.value().isEmpty() && !absenceCounts)) {
      return null;
    }
    long nanos = caches.nanos();
    long millis = caches.millis();
    Moment verified = held.verified();
    if (verified.isOlderThan(staleness, nanos, millis)
        || !verified.isAfter(state.floor())
        || held.isExpired(millis)
        || isDueEarly(held, key.terms(), millis)) {
      return null;
    }
    state.hit(key, nanos, caches);
    return held;
  }

  /**
   * Returns what is in memory, whether it may be served or not.
   *
   * @throws IllegalArgumentException when the key is one of another namespace or tenant
   */
  @SuppressWarnings("unchecked") // the same codec decodes the same type
  @Nullable Held<V> inMemory(Key key) {
    checkOwn(key);
    Held<?> held = caches.held(key);
    return held != null && held.isOf(codec) ? (Held<V>) held : null;
  }

  /** Checks that a key names an entry of this namespace of this tenant. */
  void checkOwn(Key key) {
    if (!key.space().equals(state.space())) {
      throw new IllegalArgumentException("The key belongs to another cache: " + key);
    }
  }

  /**
   * Decides by chance whether an entry is loaded before its time to live is over. XFetch: the
   * nearer the end and the longer the load, the likelier one caller loads before it comes to all
   * (Vattani, Chierichetti, Lowenstein: Optimal Probabilistic Cache Stampede Prevention, VLDB
   * 2015).
   */
  boolean isDueEarly(Held<V> held, Terms terms, long nowMillis) {
    long left = held.expiresAt() - nowMillis;
    // The logarithm of the smallest double that is drawn is -37.
    if (left > 37L * held.loadMillis() * Terms.MAX_EARLY_REFRESH) {
      return false;
    }
    double spread = held.loadMillis() * terms.earlyRefresh();
    return -spread * Math.log(1 - caches.random().nextDouble()) >= left;
  }
}
