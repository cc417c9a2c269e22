package dev.headroom.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/**
 * Builds the AWS clients of one function, or of a program: one HTTP connection pool for all that
 * answer at once, bounded waits, and settings from the given environment and not the process's, so
 * that several functions can live in one JVM. What its clients call can be observed by {@link
 * AwsCalls}.
 */
public final class AwsClients {
  private final Map<String, String> environment;
  private final SdkHttpClient http = new SnapStartHttpClient();

  /**
   * @param environment {@code AWS_REGION}, {@code AWS_ACCESS_KEY_ID} and its siblings, and {@code
   *     AWS_ENDPOINT_URL_<SERVICE>} for an endpoint other than AWS's own
   */
  public AwsClients(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * Configures and builds a client.
   *
   * @param service as it stands in {@code AWS_ENDPOINT_URL_<SERVICE>}, such as {@code dynamodb}
   */
  public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, String service) {
    var retries =
        DefaultRetryStrategy.standardStrategyBuilder()
            // A write beside a transaction on the same item: nothing was done, and it is over soon.
            .retryOnException(TransactionConflictException.class)
            .build();
    return client(builder, service, http, retries);
  }

  /**
   * A client for calls whose answer may be long in coming, and which are made once: whoever was not
   * answered does not know whether the call had its effect. It has a connection pool of its own.
   *
   * @param silence how long it waits for the next byte of an answer
   */
  public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C patientClient(
      B builder, String service, Duration silence) {
    return client(
        builder, service, new SnapStartHttpClient(silence), DefaultRetryStrategy.doNotRetry());
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, String service, SdkHttpClient connections, RetryStrategy retries) {
    endpoint(service).ifPresent(builder::endpointOverride);
    String region = environment.get("AWS_REGION");
    if (region != null) {
      builder.region(Region.of(region));
    }
    return builder
        .credentialsProvider(credentials())
        .httpClient(connections)
        // Waits are bounded by the sockets' timeouts and the number of attempts, at most 3. The
        // SDK's own timeouts would start two timers for each call, which costs more than signing
        // it.
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .retryStrategy(retries)
                .addExecutionInterceptor(AwsCalls.interceptor())
                .build())
        .build();
  }

  /** The endpoint that stands in for AWS's own, if there is one. */
  public Optional<URI> endpoint(String service) {
    return Optional.ofNullable(
            environment.get("AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT)))
        .map(URI::create);
  }

  private AwsCredentialsProvider credentials() {
    String id = environment.get("AWS_ACCESS_KEY_ID");
    String secret = environment.get("AWS_SECRET_ACCESS_KEY");
    if (id == null || secret == null) {
      // Under SnapStart, keys come from the container's endpoint; elsewhere from the usual places.
      return DefaultCredentialsProvider.builder().build();
    }
    String token = environment.get("AWS_SESSION_TOKEN");
    return StaticCredentialsProvider.create(
        token == null
            ? AwsBasicCredentials.create(id, secret)
            : AwsSessionCredentials.create(id, secret, token));
  }
}
