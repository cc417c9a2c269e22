package dev.headroom.cache.local;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.headroom.cache.entry.Key;
import org.jspecify.annotations.Nullable;

/** The entries that this process holds in memory, of all tenants, bounded by their bytes. */
public final class LocalTier {
  private final Cache<Key, CachedEntry<?>> entries;
  private final long maxBytes;
  private final boolean isUsed;

  /**
   * Creates an empty tier.
   *
   * @param maxBytes its bound, by the estimated weight of its entries
   * @param isUsed whether it keeps what is read; when false it holds only what is written here
   */
  public LocalTier(long maxBytes, boolean isUsed) {
    this.maxBytes = maxBytes;
    this.isUsed = isUsed;
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((Key _, CachedEntry<?> entry) -> entry.weight())
            .build();
  }

  /** Returns what is held, whether it may be served or not; null when nothing is. */
  public @Nullable CachedEntry<?> get(Key key) {
    return entries.getIfPresent(key);
  }

  /**
   * Holds an entry, unless what was held when it was fetched was replaced meanwhile.
   *
   * @param seen what was held when the fetch began; null when nothing was
   */
  @SuppressWarnings("ReferenceEquality") // it is asked whether it was replaced
  public void hold(Key key, @Nullable CachedEntry<?> seen, CachedEntry<?> entry) {
    if (isUsed) {
      entries
          .asMap()
          .compute(
              key,
              (_, now) -> now == seen || (now != null && !now.isOf(entry.codec())) ? entry : now);
    }
  }

  /** Holds an entry, whatever was held. */
  public void replace(Key key, CachedEntry<?> entry) {
    entries.put(key, entry);
  }

  /** Returns how much is held. */
  public LocalSize size() {
    entries.cleanUp();
    long bytes = entries.policy().eviction().map(e -> e.weightedSize().orElse(0)).orElse(0L);
    return new LocalSize(entries.estimatedSize(), bytes, maxBytes);
  }
}
