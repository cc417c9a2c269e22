package dev.headroom.cache;

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
  private final SpaceState state;

  Invalidation(Caches caches, SpaceState state) {
    this.caches = caches;
    this.state = state;
  }

  /** A change of Redis that is acknowledged once it is made. */
  interface Change {
    void make() throws RedisUnavailable;
  }

  void invalidate(Collection<String> tags, Optional<String> prefix) {
    check(tags, prefix);
    String slot = state.space().slot();
    var versions = new ArrayList<String>();
    tags.forEach(tag -> versions.add(Dependencies.ofTag(slot, tag)));
    prefix.filter(Key::isPrefix).ifPresent(text -> versions.add(Dependencies.ofPrefix(slot, text)));
    acknowledgeToAll(
        () -> {
          if (!versions.isEmpty()) {
            caches.remote().renew(versions);
          }
          if (prefix.isPresent() && !Key.isPrefix(prefix.get())) {
            caches.remote().notePrefix(state.space(), prefix.get());
          }
        });
  }

  void clear() {
    String all = Dependencies.ofSpace(state.space().slot());
    acknowledgeToAll(
        () -> {
          caches.remote().renew(List.of(all));
          caches.emptied(state);
        });
  }

  static void check(Collection<String> tags, Optional<String> prefix) {
    var faults = new ArrayList<FieldError>();
    Terms.checkTags(faults, new ArrayList<>(tags));
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

  /** What this process's memory has of the namespace is verified anew, too. */
  private void acknowledgeToAll(Change change) {
    try {
      acknowledge(change);
    } finally {
      state.raiseFloor(caches.now());
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
      state.count(CacheEvent.OUTAGE);
      throw new HeadroomException.Unavailable(
          "The cache does not answer. Entries may still be served. Try again.", e);
    }
  }
}
