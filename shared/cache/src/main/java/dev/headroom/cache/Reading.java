package dev.headroom.cache;

import dev.headroom.cache.RemoteReads.Ask;
import dev.headroom.cache.RemoteReads.Found;
import dev.headroom.redis.RedisUnavailable;
import org.jspecify.annotations.Nullable;

/** Reads an entry from Redis, counts what comes of it, and holds it in memory. */
final class Reading<V> {
  private final Cache<V> cache;
  private final Caches caches;
  private final SpaceState state;

  Reading(Cache<V> cache) {
    this.cache = cache;
    this.caches = cache.caches();
    this.state = cache.state();
  }

  /** What Redis has; null when it has nothing, or does not answer. */
  @Nullable Held<V> one(Key key) {
    if (caches.settings().enabled()) {
      Held<V> before = cache.held(key);
      Moment reading = caches.now();
      try {
        Found there = caches.reads().read(state.space(), ask(key, before));
        state.remoteRead(reading, caches.now());
        Held<V> found = held(key, there, before, reading);
        if (found != null) {
          return found;
        }
      } catch (RedisUnavailable _) {
        state.count(CacheEvent.OUTAGE);
      }
    }
    missed(key);
    return null;
  }

  void missed(Key key) {
    state.count(CacheEvent.MISS);
    state.topKeys().add(key.name(), 1);
  }

  /** Asks for an entry, whose payload is not wanted when it is the one that is at hand. */
  static <V> Ask ask(Key key, @Nullable Held<V> before) {
    return before == null
        ? new Ask(key.name(), key.terms().tags())
        : new Ask(key.name(), before.tags(), before.id());
  }

  /** What may be served of what is there; it is held from now on. */
  @Nullable Held<V> held(Key key, Found there, @Nullable Held<V> before, Moment reading) {
    StoredEntry entry = there.entry().orElse(null);
    if (entry == null || reading.millis() >= entry.expiresAt()) {
      return null;
    }
    Held<V> found =
        before != null && before.id() == entry.id()
            ? before.verifiedAt(reading)
            : Held.read(key, entry, reading, cache.codec()).orElse(null);
    if (found != null) {
      caches.hold(key, before, found);
      state.count(CacheEvent.REMOTE_HIT);
      state.topKeys().add(key.name(), 1);
    }
    return found;
  }
}
