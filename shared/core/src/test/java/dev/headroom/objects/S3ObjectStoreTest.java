package dev.headroom.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.http.SdkHttpMethod.GET;
import static software.amazon.awssdk.http.SdkHttpMethod.PUT;

import com.adobe.testing.s3mock.S3MockApplication;
import dev.headroom.aws.AwsClients;
import dev.headroom.objects.FaultyHttp.Fault;
import dev.headroom.objects.ObjectStore.Listed;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3ObjectStoreTest extends ObjectStoreContract {
  private static S3MockApplication s3Mock;
  private static ObjectStore store;
  private static FaultyHttp http;
  private static S3Client faulty;

  @BeforeAll
  @SuppressWarnings("deprecation") // it would rather be in a process of its own
  static void start() {
    s3Mock =
        S3MockApplication.start(
            new HashMap<>(Map.of("server.port", "0", "http.port", "0", "silent", "true")));
    int port = s3Mock.getHttpPort();
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
    http = new FaultyHttp(Apache5HttpClient.create());
    faulty = faulty(port);
  }

  private static S3Client faulty(int port) {
    return S3Client.builder()
        .forcePathStyle(true)
        .endpointOverride(URI.create("http://localhost:" + port))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .overrideConfiguration(
            override ->
                override.retryStrategy(DefaultRetryStrategy.standardStrategyBuilder().build()))
        .httpClient(http)
        .build();
  }

  /** The SDK asks again when an answer was slow, and then the bucket is there already. */
  private static void createBucket(S3Client s3) {
    try {
      s3.createBucket(create -> create.bucket("objects"));
    } catch (S3Exception e) {
      assertThat(e.statusCode()).isEqualTo(409);
    }
  }

  @AfterAll
  static void stop() {
    faulty.close();
    http.close();
    s3Mock.stop();
  }

  @Override
  ObjectStore store() {
    return store;
  }

  private static ObjectStore meets(Fault... faults) {
    http.meets(faults);
    return new S3ObjectStore(faulty, "objects");
  }

  private static Fault answer(int status, String code) {
    return new Fault.Answered(status, "<Error><Code>%s</Code></Error>".formatted(code));
  }

  @Test
  void a_winner_whose_answer_was_lost_has_won() {
    assertThat(meets(new Fault.AnswerLost()).putIf("lost", bytes("one"), Optional.empty()))
        .isTrue();
    assertThat(http.requests()).extracting(SdkHttpRequest::method).containsExactly(PUT, PUT, GET);

    String one = store.read("lost").orElseThrow().version();

    assertThat(meets(new Fault.AnswerLost()).putIf("lost", bytes("two"), Optional.of(one)))
        .isTrue();
    assertThat(meets(new Fault.AnswerLost()).putIf("lost", bytes("three"), Optional.of(one)))
        .isFalse();
    assertThat(store.get("lost")).hasValue(bytes("two"));
  }

  @Test
  void a_write_that_met_another_under_way_is_made_again_a_few_times() {
    Fault conflict = answer(409, "ConditionalRequestConflict");

    assertThat(meets(conflict, conflict).putIf("conflict", bytes("one"), Optional.empty()))
        .isTrue();
    assertThat(store.get("conflict")).hasValue(bytes("one"));

    String one = store.read("conflict").orElseThrow().version();

    assertThat(
            meets(conflict, conflict, conflict).putIf("conflict", bytes("two"), Optional.of(one)))
        .isFalse();
    assertThat(http.requests())
        .extracting(SdkHttpRequest::method)
        .containsExactly(PUT, PUT, PUT, GET);
    assertThat(store.get("conflict")).hasValue(bytes("one"));
  }

  @Test
  void whoever_may_not_write_is_told_so() {
    assertThatThrownBy(
            () ->
                meets(answer(403, "AccessDenied")).putIf("denied", bytes("one"), Optional.empty()))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    assertThatThrownBy(() -> meets(answer(403, "AccessDenied")).look("denied", "version"))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
  }

  @Test
  void a_download_that_broke_is_made_again() {
    store.put("broken", new byte[100_000]);
    Path file = files.resolve("mended");

    assertThat(meets(new Fault.Broken()).download("broken", file)).isTrue();
    assertThat(file).hasBinaryContent(new byte[100_000]);
  }

  @Test
  void a_download_that_fails_leaves_no_file() {
    store.put("fails", new byte[100_000]);
    Fault broken = new Fault.Broken();
    Fault falsified = new Fault.Falsified();
    Path file = files.resolve("failed");

    assertThatThrownBy(() -> meets(broken, broken, broken).download("fails", file))
        .isInstanceOf(SdkException.class);
    assertThat(file).doesNotExist();
    assertThatThrownBy(() -> meets(falsified, falsified, falsified).download("fails", file))
        .isInstanceOf(SdkException.class);
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDenied, 403",
    "InternalError, 500",
    "SlowDown, 503",
    "SomethingElse, 400",
  })
  void what_could_not_be_deleted_is_told(String code, int status) {
    var refused =
        new Fault.Answered(
            200,
            "<DeleteResult><Error><Key>a/b</Key><Code>%s</Code></Error></DeleteResult>"
                .formatted(code));

    assertThatThrownBy(() -> meets(refused).delete(List.of("a/a", "a/b")))
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(status))
        .hasMessageContaining("a/b")
        .hasMessageContaining(code);
  }

  @Test
  void what_is_listed_and_deleted_in_groups_is_whole() {
    List<String> all = IntStream.range(0, 8).mapToObj(i -> "groups/" + i).toList();
    all.forEach(key -> store.put(key, bytes(key)));
    http.meets();
    var groupsOfThree = new S3ObjectStore(faulty, "objects", 3);

    assertThat(groupsOfThree.list("groups/", Optional.empty(), 100))
        .extracting(Listed::key)
        .isEqualTo(all);
    assertThat(groupsOfThree.list("groups/", Optional.of("groups/0"), 5))
        .extracting(Listed::key)
        .isEqualTo(all.subList(1, 6));

    groupsOfThree.delete(all);

    assertThat(keys("groups/", Optional.empty(), 100)).isEmpty();
  }

  @Test
  void a_thousand_are_deleted_by_one_call() {
    meets().delete(IntStream.range(0, 2_001).mapToObj(i -> "never/" + i).toList());

    assertThat(http.requests()).hasSize(3);
  }
}
