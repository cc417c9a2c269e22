package dev.headroom.search.api;

import dev.headroom.aws.AwsClients;
import dev.headroom.aws.Outage;
import dev.headroom.cache.CacheSettings;
import dev.headroom.cache.Caches;
import dev.headroom.cache.TenantCaches;
import dev.headroom.http.HttpParts;
import dev.headroom.index.IndexSettings;
import dev.headroom.index.Scratch;
import dev.headroom.index.reading.IndexReaders;
import dev.headroom.limits.RateLimitSettings;
import dev.headroom.limits.RateLimiter;
import dev.headroom.objects.ObjectStores;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisSettings;
import dev.headroom.search.ChunkStore;
import dev.headroom.search.SearchSettings;
import dev.headroom.search.TaxonomyStore;
import dev.headroom.settings.Settings;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Puts the search function together. */
final class SearchWiring {
  private static final InstantSource CLOCK = InstantSource.system();

  private SearchWiring() {}

  static HttpParts of(Map<String, String> environment) {
    var settings = new Settings(environment);
    var where = SearchSettings.read(settings);
    var layout = IndexSettings.read(settings);
    String objects = settings.required("OBJECT_STORE");
    var limits = RateLimitSettings.read(settings);
    var how = CacheSettings.read(settings);
    var redisSettings = RedisSettings.read(settings);
    settings.check();
    var redis = new Redis(redisSettings);
    redis.warmUp();
    // SecureRandom reads the system's entropy at each use: no two copies of a snapshot share a
    // seed.
    var random = new SecureRandom();
    var caches = new Caches(how, redis, CLOCK, random);
    var aws = new AwsClients(environment);
    var dynamoDb = aws.client(DynamoDbClient.builder(), "dynamodb");
    var readers =
        new IndexReaders(ObjectStores.open(objects, aws), layout, Scratch.temporary(), CLOCK);
    var chunks = new ChunkStore(dynamoDb, where.chunkTable());
    var taxonomies = new TaxonomyStore(dynamoDb, where.taxonomyTable(), CLOCK);
    var search = new CachedSearch(caches);
    var statistics = caches.statistics();
    var routes =
        SearchRoutes.of(
            new SearchEndpoints(readers, search),
            new ChunkEndpoints(chunks, CLOCK, random),
            new TaxonomyEndpoints(taxonomies),
            new WarmEndpoints(new TenantCaches(caches), statistics, readers, search));
    return HttpParts.of(routes)
        .failedBy(Outage::of)
        .limitedBy(RateLimiter.open(limits, redis, CLOCK))
        .flushing(statistics::flush);
  }
}
