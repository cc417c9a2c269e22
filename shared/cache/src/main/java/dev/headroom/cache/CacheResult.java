package dev.headroom.cache;

/**
 * A value together with where it came from.
 *
 * @param value the value that is cached now
 * @param source where this request got it from
 */
public record CacheResult<V>(V value, Source source) {
  /** Says where a value came from. */
  public enum Source {
    /** This process had it in memory. */
    MEMORY,
    /** Redis had it when it was asked. */
    REDIS,
    /** This request loaded it. */
    OWN_LOAD,
    /** Another request, in this process or in another one, loaded it while this one waited. */
    AWAITED_LOAD
  }

  /** Returns true when the value was cached already, so that nobody loaded it meanwhile. */
  public boolean isHit() {
    return source == Source.MEMORY || source == Source.REDIS;
  }
}
