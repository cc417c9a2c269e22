package dev.headroom.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.local.handlers.Work;
import dev.headroom.local.lambda.Outcome;
import dev.headroom.local.startup.CannotStart;
import dev.headroom.local.startup.DataFolder;
import dev.headroom.local.template.Trigger.QueueSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;

class LocalCloudTest {
  private static int status(LocalCloud cloud, String token) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(cloud.url() + "/guarded"))
              .header("authorization", "Bearer " + token)
              .build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  private static String token(LocalCloud cloud) {
    return cloud
        .identity()
        .token("me", Optional.empty(), List.of("performance.read"), Duration.ofMinutes(5));
  }

  /**
   * Below the ports that are given to clients, of which any may have this one before it returns.
   */
  private static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (IOException _) {
        // taken
      }
    }
  }

  private static LocalOptions with(Path template, int port, Optional<Path> data) {
    return new LocalOptions(
        template, port, data, Map.of(), TestCloud.ENGINES, Path.of("target", "test-logs"));
  }

  @Test
  void a_token_of_its_identity_provider_opens_its_api() throws Exception {
    LocalCloud cloud = TestCloud.shared();
    assertThat(status(cloud, token(cloud))).isEqualTo(200);
  }

  @Test
  void a_function_can_be_invoked_without_a_trigger() {
    byte[] event = "{}".getBytes(StandardCharsets.UTF_8);
    assertThat(TestCloud.shared().function("Echo").invoke(event).join())
        .isInstanceOf(Outcome.Succeeded.class);
    assertThatThrownBy(() -> TestCloud.shared().function("Nobody"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void with_a_data_folder_tokens_and_messages_outlive_it(@TempDir Path data) throws Exception {
    LocalOptions options = with(TestCloud.TEMPLATE, freePort(), Optional.of(data));
    String token;
    try (var cloud = LocalCloud.start(options)) {
      token = token(cloud);
      assertThatThrownBy(() -> DataFolder.open(data))
          .isInstanceOf(CannotStart.class)
          .hasMessageContaining("used by another running instance");
      try (var sqs = cloud.engines().sqsFor("Tester")) {
        String queue = cloud.engines().queueUrl("idle-queue");
        sqs.sendMessage(m -> m.queueUrl(queue).messageBody("kept"));
      }
    }
    try (var cloud = LocalCloud.start(options);
        var sqs = cloud.engines().sqsFor("Tester")) {
      String queue = cloud.engines().queueUrl("idle-queue");
      assertThat(sqs.receiveMessage(r -> r.queueUrl(queue)).messages())
          .singleElement()
          .satisfies(message -> assertThat(message.body()).isEqualTo("kept"));
      assertThat(status(cloud, token)).isEqualTo(200);
    }
  }

  @Test
  void a_test_can_let_schedules_run_fast(@TempDir Path folder) throws Exception {
    Path template = folder.resolve("scheduled.yaml");
    Files.writeString(
        template,
        """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Role: {Type: AWS::IAM::Role}
          Scheduled:
            Type: AWS::Serverless::Function
            Properties:
              Handler: dev.headroom.local.handlers.Work
              Role: !GetAtt Role.Arn
              Events:
                Tick: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 minute), Input: '{"Records":[{"body":"tick"}]}'}}
        """);
    LocalOptions options =
        with(template, 0, Optional.empty()).withScheduleMinute(Duration.ofMillis(50));
    Work.SEEN.clear();
    try (var _ = LocalCloud.start(options)) {
      for (int i = 0; i < 2; i++) {
        assertThat(Work.SEEN.poll(10, TimeUnit.SECONDS)).isNotNull();
      }
    }
  }

  @Test
  void without_triggers_a_message_waits_until_its_source_is_started() throws Exception {
    try (var cloud = LocalCloud.start(TestCloud.options(Optional.empty()).withoutTriggers())) {
      var source =
          cloud.template().triggers().stream()
              .filter(QueueSource.class::isInstance)
              .map(QueueSource.class::cast)
              .filter(queue -> queue.queue().equals("Work"))
              .findFirst()
              .orElseThrow();
      SqsClient sqs = cloud.engines().sqsFor("Tester");
      String url = cloud.engines().queueUrl(source.queue());
      sqs.sendMessage(send -> send.queueUrl(url).messageBody("waits"));
      assertThat(sqs.receiveMessage(one -> one.queueUrl(url).visibilityTimeout(0)).messages())
          .hasSize(1);

      Work.SEEN.clear();
      try (var _ = cloud.start(source.withMaximumConcurrency(3))) {
        assertThat(Work.SEEN.poll(10, TimeUnit.SECONDS)).isNotNull();
      }
    }
  }

  @Test
  void settings_of_its_options_stand_in_place_of_the_templates() {
    var settings = Map.of("GREETING", "goodbye", "TABLE", "Other");
    try (var cloud =
        LocalCloud.start(TestCloud.options(Optional.empty()).withEnvironment(settings))) {
      assertThat(cloud.engines().environment("Behave"))
          .containsEntry("GREETING", "goodbye")
          .containsEntry("TABLE", "Table");
    }
  }

  @Test
  void a_port_that_is_taken_is_told_with_the_option_that_helps() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> LocalCloud.start(with(TestCloud.TEMPLATE, port, Optional.empty())))
          .isInstanceOf(CannotStart.class)
          .hasMessage(
              "Port "
                  + port
                  + " is taken: stop what listens there, or choose another port with"
                  + " -Dport=<number>.");
    }
  }

  @Test
  void a_data_folder_that_cannot_be_written_is_told(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> LocalCloud.start(with(TestCloud.TEMPLATE, 0, Optional.of(file))))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("cannot be written");
  }

  @Test
  void after_a_failed_start_nothing_is_left_behind(@TempDir Path folder) throws Exception {
    Path template = folder.resolve("broken.yaml");
    Files.writeString(template, "Resources: {X: {Type: Y}}");
    Path data = folder.resolve("data");
    assertThatThrownBy(() -> LocalCloud.start(with(template, 0, Optional.of(data))))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("broken.yaml cannot run on the local cloud");
    DataFolder.open(data).close();
  }
}
