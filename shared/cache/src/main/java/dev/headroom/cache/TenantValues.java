package dev.headroom.cache;

import dev.headroom.cache.entry.Codec;
import dev.headroom.cache.entry.EntryOptions;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Values of one type that the product itself keeps in the caches of its tenants, where the tenant's
 * statistics count their reads and the tenant can clear them. All functions share an entry.
 *
 * @param <T> the type of the values, which is read and written as JSON
 */
public final class TenantValues<T> {
  private final Caches caches;
  private final String namespace;
  private final Codec<T> codec;

  /** Keeps values in a namespace of each tenant. */
  public TenantValues(Caches caches, String namespace, Class<T> type) {
    this.caches = caches;
    this.namespace = namespace;
    this.codec = Codec.json(type);
  }

  /**
   * Returns a value that is no older than a bound, or loads it.
   *
   * @param name begins with {@code headroom:}, which no tenant's own entry may
   */
  public T get(String tenant, String name, Duration timeToLive, Supplier<T> load) {
    Cache<T> cache = caches.cache(tenant, namespace, codec);
    var options = EntryOptions.of(timeToLive).withEarlyRefresh(0);
    return cache.getOrLoad(cache.key(name).with(options), load);
  }
}
