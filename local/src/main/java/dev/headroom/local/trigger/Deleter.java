package dev.headroom.local.trigger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Deletes messages that are done: at once when there is one, and those that came to be done
 * meanwhile together. A message that is not deleted comes again, which SQS allows at any time.
 */
final class Deleter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Deleter.class);
  private static final int MAX_BATCH = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Message END = Message.builder().build();

  private final SqsClient sqs;
  private final String queueUrl;
  private final BlockingQueue<Message> done = new LinkedBlockingQueue<>();
  private final Thread thread;

  Deleter(SqsClient sqs, String queueUrl) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
    this.thread = Thread.ofVirtual().start(this::run);
  }

  void delete(Collection<Message> messages) {
    done.addAll(messages);
  }

  private void run() {
    var batch = new ArrayList<Message>();
    try {
      while (!batch.contains(END)) {
        batch.clear();
        batch.add(done.take());
        done.drainTo(batch, MAX_BATCH - 1);
        deleteAll(batch.stream().filter(message -> !message.equals(END)).toList());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void deleteAll(List<Message> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      var result =
          sqs.deleteMessageBatch(request -> request.queueUrl(queueUrl).entries(entries(batch)));
      if (result.hasFailed()) {
        LOG.warn("{} messages of {} were not deleted", result.failed().size(), queueUrl);
      }
    } catch (SdkException fault) {
      LOG.warn("{} messages of {} were not deleted", batch.size(), queueUrl, fault);
    }
  }

  private static List<DeleteMessageBatchRequestEntry> entries(List<Message> batch) {
    return batch.stream()
        .map(
            message ->
                DeleteMessageBatchRequestEntry.builder()
                    .id(message.messageId())
                    .receiptHandle(message.receiptHandle())
                    .build())
        .toList();
  }

  /** Deletes what is done so far. */
  @Override
  public void close() {
    done.add(END);
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
