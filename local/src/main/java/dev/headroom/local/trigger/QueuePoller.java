package dev.headroom.local.trigger;

import dev.headroom.local.lambda.LambdaFunction;
import dev.headroom.local.lambda.Outcome;
import dev.headroom.local.startup.CannotStart;
import dev.headroom.local.template.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Hands a queue's messages to a function in batches, and deletes those that are done; the others
 * come again when their visibility timeout has passed.
 */
public final class QueuePoller implements Poller {
  private static final Logger LOG = LoggerFactory.getLogger(QueuePoller.class);

  /** SQS's bound for one receive. */
  private static final int MAX_RECEIVED = 10;

  /** A waiting receive is let run out on close: cut off, it could still take a message with it. */
  private static final Duration WAIT = Duration.ofSeconds(1);

  private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Trigger.QueueSource source;
  private final SqsClient sqs;
  private final String queueUrl;
  private final LambdaFunction function;
  private final SqsEvents events;
  private final Deleter deleter;

  /** One for each batch that may be worked on: what cannot start yet is not received yet. */
  private final Semaphore slots;

  private final Thread thread;
  private volatile boolean stopping;
  private volatile long stopsAt;

  private QueuePoller(
      Trigger.QueueSource source, SqsClient sqs, String queueUrl, LambdaFunction function) {
    this.source = source;
    this.sqs = sqs;
    this.queueUrl = queueUrl;
    this.function = function;
    this.events = new SqsEvents(source.queue());
    this.deleter = new Deleter(sqs, queueUrl);
    this.slots = new Semaphore(source.maximumConcurrency());
    this.thread = Thread.ofVirtual().unstarted(this::run);
  }

  /**
   * Starts to poll.
   *
   * @param sqs signs with the function's name, whose role Lambda polls with
   * @throws CannotStart when a message would become visible again while the function still works on
   *     it, which Lambda refuses too
   */
  public static QueuePoller start(
      Trigger.QueueSource source, SqsClient sqs, String queueUrl, LambdaFunction function) {
    String visibility =
        sqs.getQueueAttributes(
                q -> q.queueUrl(queueUrl).attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT))
            .attributes()
            .get(QueueAttributeName.VISIBILITY_TIMEOUT);
    if (Long.parseLong(visibility) < function.timeout().toSeconds()) {
      throw new CannotStart(
          "The queue %s has a visibility timeout of %s s: make it the %d s at least that %s may take."
              .formatted(
                  source.queue(), visibility, function.timeout().toSeconds(), source.function()));
    }
    var poller = new QueuePoller(source, sqs, queueUrl, function);
    poller.thread.start();
    return poller;
  }

  private void run() {
    try {
      while (!stopping) {
        poll();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void poll() throws InterruptedException {
    int taken = takeSlots();
    if (taken == 0 || stopping) {
      slots.release(taken);
      return;
    }
    int used = 0;
    try {
      for (List<Message> batch : batches(receive(taken))) {
        invoke(batch);
        used++;
      }
    } catch (RuntimeException fault) { // whatever it is, the next message may fare better
      LOG.warn("{} cannot be polled", queueUrl, fault);
      Thread.sleep(PAUSE_AFTER_FAULT);
    } finally {
      slots.release(taken - used);
    }
  }

  /** Waits a while for a slot, then takes as many more as one receive could fill. */
  private int takeSlots() throws InterruptedException {
    int taken = slots.tryAcquire(WAIT.toNanos(), TimeUnit.NANOSECONDS) ? 1 : 0;
    if (taken == 0) {
      return taken;
    }
    while (taken * source.batchSize() < MAX_RECEIVED && slots.tryAcquire()) {
      taken++;
    }
    return taken;
  }

  private List<Message> receive(int slotsTaken) {
    return sqs.receiveMessage(
            request ->
                request
                    .queueUrl(queueUrl)
                    .maxNumberOfMessages(Math.min(MAX_RECEIVED, slotsTaken * source.batchSize()))
                    .waitTimeSeconds((int) WAIT.toSeconds())
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                    .messageAttributeNames("All"))
        .messages();
  }

  private List<List<Message>> batches(List<Message> messages) {
    return messages.stream().gather(Gatherers.windowFixed(source.batchSize())).toList();
  }

  private void invoke(List<Message> batch) {
    var _ =
        function
            .invoke(events.write(batch))
            .whenComplete(
                (outcome, _) -> {
                  delete(batch, outcome);
                  slots.release();
                });
  }

  private void delete(List<Message> batch, Outcome outcome) {
    Set<String> ids = batch.stream().map(Message::messageId).collect(Collectors.toSet());
    Set<String> done = BatchResult.done(ids, outcome, source.reportsFailures());
    deleter.delete(batch.stream().filter(message -> done.contains(message.messageId())).toList());
  }

  /** Receives no more, from a second from now on; what runs has a few seconds to end. */
  @Override
  public void stop() {
    if (!stopping) {
      stopsAt = System.nanoTime() + PATIENCE.toNanos();
      stopping = true;
    }
  }

  /** Stops, waits for running batches, and deletes what is done. */
  @Override
  public void close() {
    stop();
    try {
      thread.join();
      long left = Math.max(0, stopsAt - System.nanoTime());
      if (!slots.tryAcquire(source.maximumConcurrency(), left, TimeUnit.NANOSECONDS)) {
        LOG.warn("{} still works on messages, which will come again", source.function());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    deleter.close();
    sqs.close();
  }
}
