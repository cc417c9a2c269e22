package dev.headroom.monitoring.api;

import dev.headroom.aws.AwsClients;
import dev.headroom.aws.Outage;
import dev.headroom.cache.CacheSettings;
import dev.headroom.cache.Caches;
import dev.headroom.cache.TenantCaches;
import dev.headroom.cache.TenantValues;
import dev.headroom.cleanup.history.CleanupStatistics;
import dev.headroom.http.HttpParts;
import dev.headroom.jobs.JobSettings;
import dev.headroom.jobs.statistics.JobEpochs;
import dev.headroom.jobs.statistics.JobStatistics;
import dev.headroom.jobs.statistics.QueueStatisticsReads;
import dev.headroom.jobs.statistics.QueueStatisticsView;
import dev.headroom.jobs.store.JobListing;
import dev.headroom.jobs.store.JobReader;
import dev.headroom.limits.RateLimitSettings;
import dev.headroom.limits.RateLimiter;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisSettings;
import dev.headroom.settings.Settings;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Puts the monitoring function together. */
final class MonitoringWiring {
  private static final InstantSource CLOCK = InstantSource.system();

  private MonitoringWiring() {}

  static HttpParts of(Map<String, String> environment) {
    var settings = new Settings(environment);
    var where = JobSettings.read(settings);
    String table = settings.required("STATISTICS_TABLE");
    String cleanupTable = settings.required("CLEANUP_TABLE");
    int workerSlots = QueueStatisticsReads.workerSlots(settings);
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
    var statistics = caches.statistics();
    var dynamoDb = new AwsClients(environment).client(DynamoDbClient.builder(), "dynamodb");
    var queue =
        new QueueStatisticsReads(
            new TenantValues<>(caches, "metadata", QueueStatisticsView.class)::get,
            jobs(dynamoDb, where, table),
            workerSlots);
    var metrics =
        new MetricsEndpoints(
            new TenantCaches(caches),
            statistics,
            new JobMetricsReader(queue, new JobEpochs(dynamoDb, table, CLOCK, random)),
            new CleanupMetricsReader(CleanupStatistics.open(dynamoDb, cleanupTable, CLOCK)),
            CLOCK);
    return HttpParts.of(MonitoringRoutes.of(metrics))
        .failedBy(Outage::of)
        .limitedBy(RateLimiter.open(limits, redis, CLOCK))
        .flushing(statistics::flush);
  }

  private static JobStatistics jobs(DynamoDbClient dynamoDb, JobSettings where, String table) {
    var reader = new JobReader(dynamoDb, where.table(), CLOCK);
    return new JobStatistics(
        dynamoDb, table, new JobListing(dynamoDb, where.table(), reader), CLOCK);
  }
}
