package dev.headroom.cache.api;

import dev.headroom.cache.CacheSettings;
import dev.headroom.cache.Caches;
import dev.headroom.cache.TenantCaches;
import dev.headroom.http.HttpParts;
import dev.headroom.limits.RateLimitSettings;
import dev.headroom.limits.RateLimiter;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisSettings;
import dev.headroom.settings.Settings;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/** Puts the cache function together. */
final class CacheWiring {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final long BYTES_PER_GIGABYTE = 1_000_000_000;

  private CacheWiring() {}

  static HttpParts of(Map<String, String> environment) {
    var settings = new Settings(environment);
    var where = RedisSettings.read(settings);
    var how = CacheSettings.read(settings);
    var limits = RateLimitSettings.read(settings);
    int gigabytes = settings.integer("CACHE_MAXIMUM_GIGABYTES", 1, 1, 5_000);
    settings.check();
    var redis = new Redis(where);
    redis.warmUp();
    // SecureRandom reads the system's entropy at each use: no two copies of a snapshot share a
    // seed.
    var caches = new Caches(how, redis, CLOCK, new SecureRandom());
    var statistics = caches.statistics();
    var namespaces = new CallerCaches(new TenantCaches(caches));
    var routes =
        CacheRoutes.of(
            new EntryEndpoints(namespaces, CLOCK),
            new InvalidationEndpoints(namespaces),
            new StatisticsEndpoints(caches, statistics, CLOCK),
            new SommosEndpoints(namespaces, statistics, CLOCK, gigabytes * BYTES_PER_GIGABYTE));
    return HttpParts.of(routes)
        .limitedBy(RateLimiter.open(limits, redis, CLOCK))
        .flushing(statistics::flush);
  }
}
