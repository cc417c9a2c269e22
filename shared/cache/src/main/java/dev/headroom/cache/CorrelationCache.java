package dev.headroom.cache;

import dev.headroom.cache.entry.EntryOptions;
import dev.headroom.cache.entry.Key;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A cache of what is computed of two entities, in whichever order they are named. Invalidating one
 * entity invalidates all its pairs by one write.
 */
public final class CorrelationCache<V> {
  private final Cache<V> cache;
  private final EntryOptions options;

  /**
   * Keeps pairs in a cache.
   *
   * @param options how long they are kept; an hour is usual
   */
  public CorrelationCache(Cache<V> cache, EntryOptions options) {
    this.cache = cache;
    this.options = options;
  }

  /** Returns what is cached of a pair; empty when there is nothing, or Redis does not answer. */
  public Optional<V> get(String one, String other) {
    return cache.get(key(one, other));
  }

  /** Returns what is cached of a pair, or else computes it. */
  public V getOrLoad(String one, String other, Supplier<? extends V> computation) {
    return cache.getOrLoad(key(one, other), computation);
  }

  /** Puts a pair's value; returns false when Redis did not answer. */
  public boolean put(String one, String other, V value) {
    return cache.put(key(one, other), value);
  }

  /**
   * Invalidates all pairs of an entity.
   *
   * @throws dev.headroom.errors.HeadroomException.Unavailable when Redis does not answer; they may
   *     still be served
   */
  public void invalidate(String entity) {
    cache.invalidateTags(tag(entity));
  }

  private Key key(String one, String other) {
    boolean inOrder = one.compareTo(other) <= 0;
    String first = inOrder ? one : other;
    String second = inOrder ? other : one;
    // The first one's length keeps ("a", "b&c") and ("a&b", "c") apart.
    return cache
        .key("pair:" + first.length() + "&" + first + "&" + second)
        .with(options)
        .withTags(tag(one), tag(other));
  }

  private static String tag(String entity) {
    return "entity:" + entity;
  }
}
