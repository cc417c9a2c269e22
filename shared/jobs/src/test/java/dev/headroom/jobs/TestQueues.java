package dev.headroom.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/**
 * The engine's queues, with a list of what was sent: a delayed message could only be received after
 * its delay. They can be told not to take anything.
 */
public final class TestQueues implements SqsClient {
  /** One message, as it was sent. */
  public record Sent(JobQueue.Message message, Priority priority, Duration delay, String group) {}

  private final SqsClient engine;
  private final Map<Priority, String> urls;
  private final Map<String, Priority> priorities;
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private volatile boolean down;

  public TestQueues(SqsClient engine, Map<QueueName, String> queueUrls) {
    this.engine = engine;
    this.urls =
        queueUrls.entrySet().stream()
            .collect(Collectors.toMap(queue -> queue.getKey().priority(), Map.Entry::getValue));
    this.priorities =
        urls.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
  }

  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** The messages that were sent for one job. */
  public List<JobQueue.Message> sentFor(Job job) {
    return sent.stream()
        .map(Sent::message)
        .filter(message -> message.jobId().equals(job.id()))
        .toList();
  }

  /** From now on, nothing that is sent arrives. */
  public void goDown() {
    down = true;
  }

  public void comeBack() {
    down = false;
  }

  /** Takes what a queue has to give, as its workers would. */
  public List<Message> receive(Priority priority) {
    return engine
        .receiveMessage(
            receive ->
                receive
                    .queueUrl(urls.get(priority))
                    .maxNumberOfMessages(10)
                    .messageSystemAttributeNamesWithStrings("MessageGroupId"))
        .messages();
  }

  /** Takes all that the queues have, and forgets what was sent. */
  public void clear() {
    down = false;
    sent.clear();
    urls.values().forEach(url -> engine.purgeQueue(purge -> purge.queueUrl(url)));
  }

  @Override
  public SendMessageResponse sendMessage(SendMessageRequest request) {
    check();
    var response = engine.sendMessage(request);
    note(
        request.queueUrl(),
        request.messageBody(),
        request.delaySeconds(),
        request.messageGroupId());
    return response;
  }

  @Override
  public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
    check();
    var response = engine.sendMessageBatch(request);
    request
        .entries()
        .forEach(
            entry ->
                note(
                    request.queueUrl(),
                    entry.messageBody(),
                    entry.delaySeconds(),
                    entry.messageGroupId()));
    return response;
  }

  @Override
  public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
    return engine.getQueueAttributes(request);
  }

  private void check() {
    if (down) {
      throw SdkClientException.create("The queues are down");
    }
  }

  private void note(String url, String body, int delaySeconds, String group) {
    try {
      sent.add(
          new Sent(
              JobQueue.Message.read(body),
              Optional.ofNullable(priorities.get(url)).orElseThrow(),
              Duration.ofSeconds(delaySeconds),
              group));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String serviceName() {
    return engine.serviceName();
  }

  @Override
  public void close() {
    engine.close();
  }
}
