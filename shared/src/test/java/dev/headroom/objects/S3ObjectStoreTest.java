package dev.headroom.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.adobe.testing.s3mock.S3MockApplication;
import dev.headroom.aws.AwsClients;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3ObjectStoreTest extends ObjectStoreContract {
  private static S3MockApplication s3Mock;
  private static ObjectStore store;

  @BeforeAll
  static void start() throws IOException {
    int port = freePort();
    s3Mock =
        S3MockApplication.start(
            new HashMap<>(
                Map.of("server.port", "0", "http.port", String.valueOf(port), "silent", "true")));
    var aws =
        new AwsClients(
            Map.of(
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_ENDPOINT_URL_S3", "http://localhost:" + port));
    S3Client s3 = aws.client(S3Client.builder().forcePathStyle(true), "s3");
    createBucket(s3);
    store = ObjectStores.open("s3://objects", aws);
  }

  /** The SDK asks again when an answer was slow, and then the bucket is there already. */
  private static void createBucket(S3Client s3) {
    try {
      s3.createBucket(create -> create.bucket("objects"));
    } catch (S3Exception e) {
      assertThat(e.statusCode()).isEqualTo(409);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @AfterAll
  static void stop() {
    s3Mock.stop();
  }

  @Override
  ObjectStore store() {
    return store;
  }
}
