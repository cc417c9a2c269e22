package dev.headroom.redis;

import dev.headroom.settings.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of the connection to Redis.
 *
 * @param url {@code redis://host:port}, or {@code rediss://host:port} for TLS; a user and a
 *     password may stand in it
 * @param connectTimeout the time to open a TCP connection
 * @param commandTimeout the time to answer a command; a first caller waits as long for a connection
 * @param identity the user who signs in by IAM; when empty, the user of the URL signs in
 */
public record RedisSettings(
    String url, Duration connectTimeout, Duration commandTimeout, Optional<IamIdentity> identity) {

  /**
   * The identity of a user who signs in by IAM.
   *
   * @param user the ElastiCache user's id
   * @param cache the serverless cache's name
   * @param region the region of both
   */
  public record IamIdentity(String user, String cache, String region) {}

  /** Reads {@code REDIS_URL} and its siblings; {@link Settings#check} reports faults. */
  public static RedisSettings read(Settings settings) {
    String url = settings.required("REDIS_URL");
    var connect = Duration.ofMillis(settings.integer("REDIS_CONNECT_TIMEOUT_MS", 100, 1, 10_000));
    var command = Duration.ofMillis(settings.integer("REDIS_COMMAND_TIMEOUT_MS", 250, 1, 10_000));
    String user = settings.text("REDIS_IAM_USER", "");
    // IAM tokens are for ElastiCache, which speaks nothing but TLS.
    boolean iam = !user.isEmpty() && url.startsWith("rediss://");
    Optional<IamIdentity> identity =
        iam
            ? Optional.of(
                new IamIdentity(
                    user, settings.required("REDIS_CACHE_NAME"), settings.required("AWS_REGION")))
            : Optional.empty();
    return new RedisSettings(url, connect, command, identity);
  }

  /** Returns the usual settings for a URL: 100 ms to connect, 250 ms to answer, no IAM. */
  public static RedisSettings of(String url) {
    return new RedisSettings(url, Duration.ofMillis(100), Duration.ofMillis(250), Optional.empty());
  }
}
