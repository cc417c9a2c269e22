package dev.headroom.local.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.headroom.local.LocalCloud;
import dev.headroom.local.TestCloud;
import dev.headroom.local.handlers.Work;
import dev.headroom.local.lambda.LambdaFunction;
import dev.headroom.local.startup.CannotStart;
import dev.headroom.local.template.FunctionSpec;
import dev.headroom.local.template.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

class QueuePollerTest {
  private final LocalCloud cloud = TestCloud.shared();
  private final SqsClient sqs = cloud.engines().sqsFor("Tester");
  private final String work = cloud.engines().queueUrl("Work");
  private final String idle = cloud.engines().queueUrl("idle-queue");
  private final String dead = cloud.engines().queueUrl("Dead");

  @BeforeEach
  void forget() {
    Work.SEEN.clear();
  }

  private static SQSMessage seen() throws InterruptedException {
    SQSMessage message = Work.SEEN.poll(10, TimeUnit.SECONDS);
    assertThat(message).isNotNull();
    return message;
  }

  private void send(String body) {
    send(work, body);
  }

  private void send(String queue, String body) {
    sqs.sendMessage(m -> m.queueUrl(queue).messageBody(body));
  }

  private static LambdaFunction function(Duration timeout) {
    var spec =
        new FunctionSpec(
            "Own",
            "Own",
            Work.class.getName(),
            128,
            timeout,
            Optional.empty(),
            Map.of(),
            "",
            "",
            List.of());
    return LambdaFunction.load(spec, Map.of());
  }

  /** Hands the idle queue's messages to the function: one by one, two at the same time. */
  private QueuePoller poll(LambdaFunction function) {
    return QueuePoller.start(
        new Trigger.QueueSource("Own", "idle-queue", 1, false, 2),
        cloud.engines().sqsFor("Own"),
        idle,
        function);
  }

  /** Sooner than its visibility timeout, which a machine that pauses must not outlast. */
  private void comesAgain(SQSMessage failed) {
    sqs.changeMessageVisibility(
        c -> c.queueUrl(work).receiptHandle(failed.getReceiptHandle()).visibilityTimeout(0));
  }

  /** Asks again and again: a receive that waits is not woken by a message that is moved. */
  private Message deadLetter() {
    Message message =
        Stream.generate(() -> sqs.receiveMessage(r -> r.queueUrl(dead).waitTimeSeconds(1)))
            .limit(10)
            .flatMap(response -> response.messages().stream())
            .findFirst()
            .orElseThrow();
    sqs.deleteMessage(d -> d.queueUrl(dead).receiptHandle(message.receiptHandle()));
    return message;
  }

  private int left(String queue) {
    return waiting(queue)
        + count(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
  }

  private int waiting(String queue) {
    return count(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
  }

  private int count(String queue, QueueAttributeName what) {
    return Integer.parseInt(
        sqs.getQueueAttributes(q -> q.queueUrl(queue).attributeNames(what)).attributes().get(what));
  }

  @Test
  void a_message_comes_with_all_that_sqs_says_of_it() throws Exception {
    sqs.sendMessage(
        m ->
            m.queueUrl(work)
                .messageBody("hello")
                .messageGroupId("acme")
                .messageAttributes(
                    Map.of(
                        "kind",
                        MessageAttributeValue.builder()
                            .dataType("String")
                            .stringValue("greeting")
                            .build())));

    SQSMessage message = seen();
    assertThat(message.getBody()).isEqualTo("hello");
    assertThat(message.getMd5OfBody()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
    assertThat(message.getEventSource()).isEqualTo("aws:sqs");
    assertThat(message.getEventSourceArn()).isEqualTo("arn:aws:sqs:us-east-1:000000000000:Work");
    assertThat(message.getAttributes())
        .containsEntry("MessageGroupId", "acme")
        .containsEntry("ApproximateReceiveCount", "1")
        .containsKeys("SentTimestamp", "SenderId", "ApproximateFirstReceiveTimestamp");
    assertThat(message.getMessageAttributes())
        .extractingByKey("kind")
        .extracting(SQSEvent.MessageAttribute::getStringValue)
        .isEqualTo("greeting");
  }

  @Test
  void only_a_message_that_failed_comes_again_and_then_is_a_dead_letter() throws Exception {
    sqs.sendMessageBatch(
        b -> b.queueUrl(work).entries(entry("1", "good"), entry("2", "fail"), entry("3", "good")));

    var bodies = new ArrayList<String>();
    while (Collections.frequency(bodies, "fail") < 2) {
      SQSMessage message = seen();
      bodies.add(message.getBody());
      if (message.getBody().equals("fail")) {
        comesAgain(message);
      }
    }
    assertThat(deadLetter().body()).isEqualTo("fail");
    // A queue lets go of a message just after its dead letter can be seen.
    Instant end = Instant.now().plusSeconds(20);
    while (left(work) > 0 && Instant.now().isBefore(end)) {
      Thread.onSpinWait();
    }
    assertThat(left(work)).isZero();
    Work.SEEN.forEach(message -> bodies.add(message.getBody()));
    assertThat(bodies).containsExactlyInAnyOrder("good", "good", "fail", "fail");
  }

  private static SendMessageBatchRequestEntry entry(String id, String body) {
    return SendMessageBatchRequestEntry.builder().id(id).messageBody(body).build();
  }

  @Test
  void a_batch_whose_handler_throws_comes_again() throws Exception {
    send("throw");
    comesAgain(seen());
    SQSMessage again = seen();
    assertThat(again.getAttributes()).containsEntry("ApproximateReceiveCount", "2");
    comesAgain(again);
    assertThat(deadLetter().body()).isEqualTo("throw");
  }

  @Test
  void no_more_batches_run_than_the_source_allows_and_no_more_are_received() throws Exception {
    sqs.purgeQueue(q -> q.queueUrl(idle));
    try (var function = function(Duration.ofSeconds(30));
        var _ = poll(function)) {
      for (int i = 0; i < 3; i++) {
        send(idle, "gated");
      }
      seen();
      seen();
      assertThat(Work.SEEN.poll(200, TimeUnit.MILLISECONDS)).isNull();
      assertThat(Work.RUNNING).hasValue(2);
      assertThat(waiting(idle)).isEqualTo(1);
      assertThat(left(idle)).isEqualTo(3);
      Work.GATE.release(3);
      assertThat(seen().getAttributes()).containsEntry("ApproximateReceiveCount", "1");
    }
  }

  @Test
  void a_close_takes_no_more_and_waits_for_what_runs() throws Exception {
    sqs.purgeQueue(q -> q.queueUrl(idle));
    try (var function = function(Duration.ofSeconds(30))) {
      QueuePoller poller = poll(function);
      for (int i = 0; i < 3; i++) {
        send(idle, "gated");
      }
      seen();
      seen();
      poller.stop();
      Thread closing = Thread.startVirtualThread(poller::close);
      Work.GATE.release(2);
      assertThat(closing.join(Duration.ofSeconds(20))).isTrue();
    }
    assertThat(Work.SEEN).isEmpty();
    assertThat(left(idle)).isEqualTo(1);
  }

  @Test
  void a_queue_that_hides_messages_too_shortly_is_refused() {
    try (var function = function(Duration.ofSeconds(60))) {
      assertThatThrownBy(() -> poll(function))
          .isInstanceOf(CannotStart.class)
          .hasMessageContaining("visibility timeout of 40 s");
    }
  }

  @Test
  void a_message_is_at_its_handler_at_once_and_not_after_a_pause() throws Exception {
    send("warm");
    seen();
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long sent = System.nanoTime();
      send("quick");
      seen();
      best = Math.min(best, System.nanoTime() - sent);
    }
    assertThat(TimeUnit.NANOSECONDS.toMillis(best)).isLessThan(500);
  }
}
