package dev.headroom.cache;

import dev.headroom.cache.entry.Key;
import dev.headroom.cache.statistics.CacheEvent;
import dev.headroom.cache.statistics.NamespaceCounters;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The user's loader, whose calls and failures are counted. */
final class CountedLoader<V> {
  private final NamespaceCounters counters;
  private final Function<Set<Key>, Map<Key, V>> loader;

  CountedLoader(NamespaceCounters counters, Function<Set<Key>, Map<Key, V>> loader) {
    this.counters = counters;
    this.loader = loader;
  }

  /** Loads several in one call; those of which there is nothing are left out. */
  Map<Key, V> load(Collection<Key> keys) {
    try {
      Map<Key, V> loaded = loader.apply(Collections.unmodifiableSet(new LinkedHashSet<>(keys)));
      counters.count(CacheEvent.LOAD);
      return loaded;
    } catch (RuntimeException | Error failure) {
      counters.count(CacheEvent.LOAD_FAILURE);
      throw failure;
    }
  }
}
