package dev.headroom.cache;

import dev.headroom.cache.entry.EntryOptions;
import dev.headroom.cache.entry.Key;
import dev.headroom.cache.entry.KeyPrefixes;
import dev.headroom.cache.remote.Dependencies;
import dev.headroom.cache.remote.RedisKeys;
import dev.headroom.cache.statistics.CacheEvent;
import dev.headroom.cache.statistics.NamespaceCounters;
import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import dev.headroom.redis.RedisUnavailable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Invalidates many entries of a namespace by few writes. */
final class Invalidation {
  private final Caches caches;
  private final NamespaceState state;
  private final NamespaceCounters counters;

  Invalidation(Caches caches, NamespaceState state) {
    this.caches = caches;
    this.state = state;
    this.counters = state.counters();
  }

  /** A change of Redis that is acknowledged once it is made. */
  interface Change {
    void make() throws RedisUnavailable;
  }

  void invalidate(Collection<String> tags, Optional<String> prefix) {
    check(tags, prefix);
    String slot = RedisKeys.slot(state.namespace());
    var versions = new ArrayList<String>();
    tags.forEach(tag -> versions.add(Dependencies.ofTag(slot, tag)));
    prefix
        .filter(KeyPrefixes::isOne)
        .ifPresent(text -> versions.add(Dependencies.ofPrefix(slot, text)));
    acknowledgeToAll(
        () -> {
          if (!versions.isEmpty()) {
            caches.remote().renew(versions);
          }
          if (prefix.isPresent() && !KeyPrefixes.isOne(prefix.get())) {
            caches.remote().notePrefix(state.namespace(), prefix.get());
          }
        });
  }

  void clear() {
    String all = Dependencies.ofNamespace(RedisKeys.slot(state.namespace()));
    acknowledgeToAll(
        () -> {
          caches.remote().renew(List.of(all));
          caches.emptied(state);
        });
  }

  static void check(Collection<String> tags, Optional<String> prefix) {
    var faults = new ArrayList<FieldError>();
    EntryOptions.checkTags(faults, new ArrayList<>(tags));
    prefix
        .filter(text -> text.isEmpty() || text.length() > Key.MAX_LENGTH)
        .ifPresent(
            _ ->
                faults.add(
                    new FieldError("prefix", "must have 1 to " + Key.MAX_LENGTH + " characters")));
    if (!faults.isEmpty()) {
      throw new HeadroomException.Invalid(faults);
    }
  }

  /** Makes a change that this process's memory must see, too: what it has is verified anew. */
  private void acknowledgeToAll(Change change) {
    try {
      acknowledge(change);
    } finally {
      state.raiseFloor(caches.clock().now());
    }
  }

  /**
   * Makes a change that the caller must be able to rely on.
   *
   * @throws HeadroomException.Unavailable when Redis does not answer
   */
  void acknowledge(Change change) {
    try {
      change.make();
    } catch (RedisUnavailable e) {
      counters.count(CacheEvent.OUTAGE);
      throw new HeadroomException.Unavailable(
          "The cache does not answer. Entries may still be served. Try again.", e);
    }
  }
}
