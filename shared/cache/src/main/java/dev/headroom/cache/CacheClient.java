package dev.headroom.cache;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.headroom.cache.entry.Codec;
import dev.headroom.cache.statistics.CacheStatistics;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisSettings;
import dev.headroom.settings.Settings;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The caches of one tenant, for a program of yours: the same entries as over HTTP, with this
 * program's memory before them. What it counts is reported once a second.
 *
 * <pre>{@code
 * var caches = CacheClient.connect("acme", System.getenv());
 * Cache<Hits> cache = caches.cache("search", Hits.class);
 * Function<Long, Hits> results =
 *     cache.cached("search:results:{session_id}", DataKind.SEARCH_RESULTS, database::search);
 * }</pre>
 */
public final class CacheClient implements AutoCloseable {
  private final String tenant;
  private final Redis redis;
  private final Caches caches;
  private final CacheStatistics statistics;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cache-statistics").factory());

  private CacheClient(String tenant, RedisSettings where, CacheSettings how) {
    this.tenant = tenant;
    this.redis = new Redis(where);
    this.caches = new Caches(how, redis, InstantSource.system(), new SecureRandom());
    this.statistics = caches.statistics();
    var _ = timer.scheduleWithFixedDelay(statistics::flush, 1, 1, TimeUnit.SECONDS);
  }

  /**
   * Connects to Redis, and waits for that for 8 seconds at most. Without Redis the program goes on,
   * and values are loaded.
   *
   * @param environment {@code REDIS_URL} and, if need be, its siblings, see {@link
   *     RedisSettings#read}; {@code CACHE_*}, see {@link CacheSettings#read}
   * @throws IllegalStateException naming every variable that is missing or wrong
   */
  public static CacheClient connect(String tenant, Map<String, String> environment) {
    var settings = new Settings(environment);
    var where = RedisSettings.read(settings);
    var how = CacheSettings.read(settings);
    settings.check();
    var client = new CacheClient(tenant, where, how);
    client.redis.warmUp();
    return client;
  }

  /**
   * Opens a namespace.
   *
   * @param name 1 to 64 of a to z, 0 to 9, - and _, beginning with a letter
   */
  public <V> Cache<V> cache(String name, Class<V> type) {
    return caches.cache(tenant, name, Codec.json(type));
  }

  /** Opens a namespace whose values are of a generic type. */
  public <V> Cache<V> cache(String name, TypeReference<V> type) {
    return caches.cache(tenant, name, Codec.json(type));
  }

  /** Returns what was counted, in all processes. */
  public CacheStatistics statistics() {
    return statistics;
  }

  /** Reports what is left to report, and closes the connection. */
  @Override
  public void close() {
    timer.shutdownNow();
    statistics.flush();
    redis.close();
  }
}
