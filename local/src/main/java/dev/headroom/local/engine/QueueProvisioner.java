package dev.headroom.local.engine;

import dev.headroom.local.template.QueueSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Makes the template's queues, or finds them as an earlier run left them. */
final class QueueProvisioner {
  private final SqsClient sqs;

  QueueProvisioner(SqsClient sqs) {
    this.sqs = sqs;
  }

  /** Returns each queue's URL by its name. */
  Map<String, String> provision(Collection<QueueSpec> queues) {
    var urls = new LinkedHashMap<String, String>();
    queues.forEach(queue -> urls.put(queue.name(), findOrCreate(queue.name())));
    // Only when all are there: a redrive policy must name a queue that exists.
    queues.forEach(
        queue ->
            sqs.setQueueAttributes(
                q -> q.queueUrl(urls.get(queue.name())).attributes(attributes(queue, urls))));
    return urls;
  }

  private String findOrCreate(String name) {
    try {
      return sqs.getQueueUrl(q -> q.queueName(name)).queueUrl();
    } catch (QueueDoesNotExistException _) {
      return sqs.createQueue(q -> q.queueName(name)).queueUrl();
    }
  }

  private Map<QueueAttributeName, String> attributes(QueueSpec queue, Map<String, String> urls) {
    var attributes = new HashMap<QueueAttributeName, String>();
    attributes.put(QueueAttributeName.VISIBILITY_TIMEOUT, seconds(queue.visibilityTimeout()));
    attributes.put(QueueAttributeName.DELAY_SECONDS, seconds(queue.delay()));
    attributes.put(
        QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, seconds(queue.receiveWait()));
    queue
        .redrive()
        .ifPresent(
            redrive ->
                attributes.put(
                    QueueAttributeName.REDRIVE_POLICY,
                    """
                    {"deadLetterTargetArn":"%s","maxReceiveCount":%d}"""
                        .formatted(arn(urls.get(redrive.queue())), redrive.maxReceiveCount())));
    return attributes;
  }

  /** The service is asked: its account may be another than the template's. */
  private String arn(@Nullable String url) {
    return sqs.getQueueAttributes(q -> q.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
        .attributes()
        .getOrDefault(QueueAttributeName.QUEUE_ARN, "");
  }

  private static String seconds(Duration duration) {
    return String.valueOf(duration.toSeconds());
  }
}
