package dev.headroom.local.engine;

import dev.headroom.aws.AwsCalls;
import dev.headroom.local.template.Arn;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The local cloud's own clients. Each signs with a name, so that a recorder can tell whose call it
 * is; engines do not check signatures.
 */
final class AwsClients implements AutoCloseable {
  /** Who the local cloud is when it acts for itself. */
  static final String ITSELF = "LocalCloud";

  /** More than every poller's waiting receive and its deletes together. */
  private static final int CONNECTIONS = 500;

  private final SdkHttpClient http =
      Apache5HttpClient.builder().maxConnections(CONNECTIONS).tcpKeepAlive(true).build();

  DynamoDbClient dynamoDb(URI endpoint) {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.of(Arn.REGION))
        .credentialsProvider(credentials(ITSELF))
        .httpClient(http)
        .overrideConfiguration(o -> o.addExecutionInterceptor(AwsCalls.interceptor()))
        .build();
  }

  /**
   * @param caller a function's logical id
   */
  DynamoDbStreamsClient streams(URI endpoint, String caller) {
    return DynamoDbStreamsClient.builder()
        .endpointOverride(endpoint)
        .region(Region.of(Arn.REGION))
        .credentialsProvider(credentials(caller))
        .httpClient(http)
        .overrideConfiguration(o -> o.addExecutionInterceptor(AwsCalls.interceptor()))
        .build();
  }

  /**
   * @param caller a function's logical id, or {@link #ITSELF}
   */
  SqsClient sqs(URI endpoint, String caller) {
    return SqsClient.builder()
        .endpointOverride(endpoint)
        .region(Region.of(Arn.REGION))
        .credentialsProvider(credentials(caller))
        .httpClient(http)
        .overrideConfiguration(o -> o.addExecutionInterceptor(AwsCalls.interceptor()))
        .build();
  }

  S3Client s3(URI endpoint) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .forcePathStyle(true)
        .region(Region.of(Arn.REGION))
        .credentialsProvider(credentials(ITSELF))
        .httpClient(http)
        .overrideConfiguration(o -> o.addExecutionInterceptor(AwsCalls.interceptor()))
        .build();
  }

  private static StaticCredentialsProvider credentials(String caller) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(caller, "local"));
  }

  @Override
  public void close() {
    http.close();
  }
}
