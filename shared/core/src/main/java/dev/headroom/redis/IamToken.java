package dev.headroom.redis;

import dev.headroom.redis.RedisSettings.IamIdentity;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/**
 * The password of an ElastiCache user who signs in by IAM: a request to the cache, signed in
 * advance. It is good for 15 minutes, a connection that was opened with it for 12 hours; each
 * reconnect signs a new one. See "Authenticating with IAM" in Amazon ElastiCache's user guide.
 */
final class IamToken {
  private static final Duration GOOD_FOR = Duration.ofMinutes(15);

  private IamToken() {}

  static RedisCredentialsProvider provider(IamIdentity identity) {
    AwsCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();
    return RedisCredentialsProvider.from(
        () ->
            RedisCredentials.just(
                identity.user(), of(identity, credentials, InstantSource.system())));
  }

  static String of(IamIdentity identity, AwsCredentialsProvider credentials, InstantSource clock) {
    var request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(URI.create("http://" + identity.cache() + "/"))
            .appendRawQueryParameter("Action", "connect")
            .appendRawQueryParameter("User", identity.user())
            .appendRawQueryParameter("ResourceType", "ServerlessCache")
            .build();
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                sign ->
                    sign.identity(credentials.resolveCredentials())
                        .request(request)
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "elasticache")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, identity.region())
                        .putProperty(
                            AwsV4FamilyHttpSigner.AUTH_LOCATION,
                            AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, GOOD_FOR)
                        .putProperty(
                            HttpSigner.SIGNING_CLOCK,
                            java.time.Clock.fixed(clock.instant(), java.time.ZoneOffset.UTC)));
    // The token has no scheme.
    return signed.request().getUri().toString().substring("http://".length());
  }
}
