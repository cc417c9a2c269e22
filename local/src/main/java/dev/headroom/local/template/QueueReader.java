package dev.headroom.local.template;

import java.time.Duration;
import java.util.Map;

/** Reads an AWS::SQS::Queue. */
final class QueueReader {
  private static final Map<String, String> NO_EFFECT =
      Map.of(
          "MessageRetentionPeriod", "messages are kept for ever",
          "SqsManagedSseEnabled", "encryption",
          "KmsMasterKeyId", "encryption",
          "RedriveAllowPolicy", "one account",
          "Tags", "words");

  private QueueReader() {}

  static QueueSpec read(String name, Section queue) {
    queue.withoutEffect(NO_EFFECT);
    var spec =
        new QueueSpec(
            name,
            seconds(queue, "VisibilityTimeout", 30, 43_200),
            seconds(queue, "DelaySeconds", 0, 900),
            seconds(queue, "ReceiveMessageWaitTimeSeconds", 0, 20),
            queue.section("RedrivePolicy").map(QueueReader::redrive));
    queue.nothingElse();
    return spec;
  }

  private static Duration seconds(Section queue, String key, int otherwise, int most) {
    return Duration.ofSeconds(queue.integer(key, 0, most).orElse(otherwise));
  }

  private static QueueSpec.Redrive redrive(Section policy) {
    var redrive =
        new QueueSpec.Redrive(
            Arn.name(policy.requiredText("deadLetterTargetArn")),
            policy.integer("maxReceiveCount", 1, 1000).orElse(1));
    policy.nothingElse();
    return redrive;
  }
}
