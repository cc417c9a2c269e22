package dev.headroom.jobs.api;

import dev.headroom.aws.AwsClients;
import dev.headroom.aws.Outage;
import dev.headroom.cache.CacheSettings;
import dev.headroom.cache.Caches;
import dev.headroom.cache.TenantValues;
import dev.headroom.http.HttpParts;
import dev.headroom.jobs.JobSettings;
import dev.headroom.jobs.JobTypes;
import dev.headroom.jobs.client.JobBackend;
import dev.headroom.jobs.results.JobResults;
import dev.headroom.jobs.statistics.QueueStatisticsReads;
import dev.headroom.jobs.statistics.QueueStatisticsView;
import dev.headroom.limits.RateLimitSettings;
import dev.headroom.limits.RateLimiter;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisSettings;
import dev.headroom.settings.Settings;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/** Puts the jobs function together. */
final class JobsWiring {
  private JobsWiring() {}

  static HttpParts of(Map<String, String> environment) {
    var settings = new Settings(environment);
    var where = JobSettings.read(settings);
    var types = JobTypes.read(settings);
    String statisticsTable = settings.required("STATISTICS_TABLE");
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
    var clock = InstantSource.system();
    var backend = JobBackend.open(where, new AwsClients(environment), clock, random);
    var caches = new Caches(how, redis, clock, random);
    var jobCaches =
        new JobCaches(caches, caches.statistics(), (_, key) -> backend.payloads().get(key));
    var results = new JobResults(backend.payloads(), jobCaches);
    var jobs = backend.jobs(types);
    var statistics = backend.statistics(statisticsTable);
    var routes =
        JobsRoutes.of(
            new JobsEndpoints(
                jobs,
                backend.listing(),
                results,
                types,
                new JobViews(backend.payloads(), statistics),
                backend.clock()),
            new AsyncJobEndpoints(jobs, types, results),
            new QueueEndpoints(
                new QueueStatisticsReads(
                    new TenantValues<>(caches, "metadata", QueueStatisticsView.class)::get,
                    statistics,
                    workerSlots),
                clock));
    return HttpParts.of(routes)
        .failedBy(Outage::of)
        .limitedBy(RateLimiter.open(limits, redis, clock))
        .flushing(jobCaches::flush);
  }
}
