package dev.headroom.cache;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The user's loader, whose calls and failures are counted. */
final class CountedLoader<V> {
  private final SpaceState state;
  private final Function<Set<Key>, Map<Key, V>> loader;

  CountedLoader(SpaceState state, Function<Set<Key>, Map<Key, V>> loader) {
    this.state = state;
    this.loader = loader;
  }

  /** Loads several in one call; those of which there is nothing are left out. */
  Map<Key, V> load(Collection<Key> keys) {
    try {
      Map<Key, V> loaded = loader.apply(Collections.unmodifiableSet(new LinkedHashSet<>(keys)));
      state.count(CacheEvent.LOAD);
      return loaded;
    } catch (RuntimeException | Error failure) {
      state.count(CacheEvent.LOAD_FAILURE);
      throw failure;
    }
  }
}
