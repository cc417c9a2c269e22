package dev.headroom.local.template;

import java.time.Duration;
import java.util.Optional;

/**
 * An SQS queue of the template.
 *
 * @param delay before a message can be received
 * @param receiveWait how long a receive waits by default
 */
public record QueueSpec(
    String name,
    Duration visibilityTimeout,
    Duration delay,
    Duration receiveWait,
    Optional<Redrive> redrive) {

  /**
   * Where messages go that were received too often.
   *
   * @param queue the name of the dead-letter queue
   * @param maxReceiveCount 1 to 1000
   */
  public record Redrive(String queue, int maxReceiveCount) {}

  /**
   * The URL that the queue would have on AWS; whoever runs the queue replaces it by the real one.
   */
  public static String url(String name) {
    return "https://sqs." + Arn.REGION + ".amazonaws.com/" + Arn.ACCOUNT + "/" + name;
  }
}
