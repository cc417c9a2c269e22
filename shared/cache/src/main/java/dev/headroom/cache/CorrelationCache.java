package dev.headroom.cache;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is computed of two entities, in whichever order they are named. Invalidating one entity
 * invalidates all its pairs, by one write.
 */
public final class CorrelationCache<V> {
  private final Cache<V> cache;
  private final Terms terms;

  /**
   * Pairs in a cache.
   *
   * @param terms how long they are kept; an hour is usual
   */
  public CorrelationCache(Cache<V> cache, Terms terms) {
    this.cache = cache;
    this.terms = terms;
  }

  /** What is cached of a pair. */
  public Optional<V> get(String one, String other) {
    return cache.get(key(one, other));
  }

  /** What is cached of a pair, or else what is computed. */
  public V getOrLoad(String one, String other, Supplier<? extends V> computation) {
    return cache.getOrLoad(key(one, other), computation);
  }

  /** Puts a pair's value; false when Redis did not answer. */
  public boolean put(String one, String other, V value) {
    return cache.put(key(one, other), value);
  }

  /** Invalidates all pairs of an entity. */
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
        .with(terms)
        .withTags(tag(one), tag(other));
  }

  private static String tag(String entity) {
    return "entity:" + entity;
  }
}
