package dev.headroom.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.settings.Settings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class IamTokenTest {
  private static final Map<String, String> ON_AWS =
      Map.of(
          "REDIS_URL", "rediss://headroom.example:6379",
          "REDIS_IAM_USER", "headroom-user",
          "REDIS_CACHE_NAME", "headroom-1a2b3c4d",
          "AWS_REGION", "eu-central-1");

  /** The signature is botocore's of the same request (SigV4QueryAuth, service elasticache). */
  @Test
  void a_token_is_a_request_to_connect_signed_in_advance() {
    var identity = RedisSettings.read(new Settings(ON_AWS)).identity().orElseThrow();
    var credentials =
        StaticCredentialsProvider.create(
            AwsSessionCredentials.create(
                "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "session/token"));

    String token =
        IamToken.of(
            identity, credentials, InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z")));

    assertThat(token)
        .startsWith("headroom-1a2b3c4d/?")
        .contains("Action=connect", "User=headroom-user", "ResourceType=ServerlessCache")
        .contains("X-Amz-Expires=900", "X-Amz-Security-Token=session%2Ftoken")
        .contains(
            "X-Amz-Signature=95b689112525576bb610129193bcf939e46133546b9a924e48b89009de4d424a");
  }

  @Test
  void without_tls_nobody_signs_in_by_iam() {
    var local = Map.of("REDIS_URL", "redis://127.0.0.1:6379", "REDIS_IAM_USER", "headroom-user");

    assertThat(RedisSettings.read(new Settings(local)).identity()).isEmpty();
  }
}
