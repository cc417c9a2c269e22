package dev.headroom.limits;

import static java.util.Objects.requireNonNull;

import dev.headroom.redis.HashTag;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisUnavailable;
import dev.headroom.redis.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts in Redis what passes through all processes, in one round trip and by one clock, which is
 * Redis's. A Redis that has lost its data counts from nothing.
 */
final class RedisRateLimiter implements RateLimiter {
  private static final Logger LOG = LoggerFactory.getLogger(RedisRateLimiter.class);
  private static final Script WINDOW = Script.beside(RedisRateLimiter.class, "window.lua");

  private static final Requester NOBODY = new Requester("", "nobody");

  private final RateLimitSettings settings;
  private final Redis redis;
  private final RateLimiter local;

  RedisRateLimiter(RateLimitSettings settings, Redis redis, RateLimiter local) {
    this.settings = settings;
    this.redis = redis;
    this.local = local;
  }

  @Override
  public Decision decide(RouteGroup group, Requester requester) {
    RateLimit limit = settings.limit(group);
    try {
      return decision(
          limit,
          redis.run(
              WINDOW,
              List.of(bytes(key(group, requester))),
              List.of(
                  bytes(String.valueOf(limit.requests())), bytes(String.valueOf(limit.micros())))));
    } catch (RedisUnavailable e) {
      LOG.debug("Not counted in Redis", e);
      return switch (settings.withoutRedis(group)) {
        case LOCAL -> local.decide(group, requester);
        case OPEN -> new Decision.Uncounted(limit);
        case CLOSED -> new Decision.Closed(limit);
      };
    }
  }

  @Override
  public void warmUp() {
    redis.warmUp();
    // Has Redis know the script, and this process load what a first request would wait for.
    var _ = decide(RouteGroup.STATUS, NOBODY);
  }

  private static String key(RouteGroup group, Requester requester) {
    return HashTag.of(requester.tenant()) + "/limits/" + group.policy() + "/" + requester.name();
  }

  private static Decision decision(RateLimit limit, List<@Nullable Object> answer) {
    var more = Duration.of(number(answer, 2), ChronoUnit.MICROS);
    return number(answer, 0) == 1
        ? new Decision.Passed(limit, Math.toIntExact(number(answer, 1)), more)
        : new Decision.Refused(limit, more);
  }

  private static long number(List<@Nullable Object> answer, int index) {
    return (Long) requireNonNull(answer.get(index));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
