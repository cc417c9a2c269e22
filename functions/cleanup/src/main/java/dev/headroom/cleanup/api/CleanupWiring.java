package dev.headroom.cleanup.api;

import dev.headroom.aws.AwsClients;
import dev.headroom.aws.Outage;
import dev.headroom.cleanup.CleanupBackend;
import dev.headroom.cleanup.SkewAdjustedClock;
import dev.headroom.cleanup.builtin.BuiltInTargets;
import dev.headroom.http.HttpParts;
import dev.headroom.limits.RateLimitSettings;
import dev.headroom.limits.RateLimiter;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisSettings;
import dev.headroom.settings.Settings;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Puts the clean-up function together. */
final class CleanupWiring {
  private static final InstantSource CLOCK = InstantSource.system();

  private CleanupWiring() {}

  static HttpParts of(Map<String, String> environment) {
    var settings = new Settings(environment);
    var where = CleanupBackend.Where.read(settings);
    var what = BuiltInTargets.Where.read(settings);
    var limits = RateLimitSettings.read(settings);
    var redisSettings = RedisSettings.read(settings);
    settings.check();
    var redis = new Redis(redisSettings);
    redis.warmUp();
    var aws = new AwsClients(environment);
    var dynamoDb = aws.client(DynamoDbClient.builder(), "dynamodb");
    var clock = new SkewAdjustedClock(CLOCK);
    // SecureRandom reads the system's entropy at each use: no two copies of a snapshot share a
    // seed.
    var backend =
        CleanupBackend.open(
            dynamoDb,
            where,
            BuiltInTargets.openWithProvided(what, dynamoDb, aws, environment),
            clock,
            new SecureRandom());
    var routes =
        CleanupRoutes.of(
            new RunEndpoints(backend, clock),
            new ScheduleEndpoints(backend.schedules(), clock),
            new AdviceEndpoints(backend));
    return HttpParts.of(routes)
        .failedBy(Outage::of)
        .limitedBy(RateLimiter.open(limits, redis, CLOCK));
  }
}
