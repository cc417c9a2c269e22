package dev.headroom.cleanup.api;

import dev.headroom.aws.AwsClients;
import dev.headroom.cleanup.CleanupBackend;
import dev.headroom.cleanup.SkewAdjustedClock;
import dev.headroom.cleanup.builtin.BuiltInTargets;
import dev.headroom.http.Routes;
import dev.headroom.limits.RateLimitSettings;
import dev.headroom.limits.RateLimiter;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisSettings;
import dev.headroom.settings.Settings;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Wires the clean-up function.
 *
 * @param limiter empty when requests are not limited
 */
record CleanupWiring(Routes routes, Optional<RateLimiter> limiter) {
  private static final InstantSource CLOCK = InstantSource.system();

  static CleanupWiring of(Map<String, String> environment) {
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
    return new CleanupWiring(routes, RateLimiter.open(limits, redis, CLOCK));
  }
}
