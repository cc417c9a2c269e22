package dev.headroom.local.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.local.TestCloud;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

class FairQueuesTest {
  private static final int BATCH = 10;

  private final SqsClient sqs = TestCloud.shared().engines().sqsFor("Tester");
  private final String queue =
      sqs.createQueue(q -> q.queueName("fair-" + UUID.randomUUID())).queueUrl();

  @AfterEach
  void delete() {
    sqs.deleteQueue(q -> q.queueUrl(queue));
  }

  private void send(Optional<String> group, String body) {
    sqs.sendMessage(m -> m.queueUrl(queue).messageBody(body).messageGroupId(group.orElse(null)));
  }

  private void send(String group, String... bodies) {
    for (String body : bodies) {
      send(Optional.of(group), body);
    }
  }

  private void sendMany(String group, int count) {
    for (int from = 0; from < count; from += BATCH) {
      List<SendMessageBatchRequestEntry> entries =
          IntStream.range(from, Math.min(count, from + BATCH))
              .mapToObj(
                  i ->
                      SendMessageBatchRequestEntry.builder()
                          .id("m" + i)
                          .messageBody(group + i)
                          .messageGroupId(group)
                          .build())
              .toList();
      sqs.sendMessageBatch(b -> b.queueUrl(queue).entries(entries));
    }
  }

  private List<Message> receive(int most) {
    return sqs.receiveMessage(r -> r.queueUrl(queue).maxNumberOfMessages(most)).messages();
  }

  private List<String> bodies(int most) {
    return receive(most).stream().map(Message::body).toList();
  }

  private void delete(Message message) {
    sqs.deleteMessage(d -> d.queueUrl(queue).receiptHandle(message.receiptHandle()));
  }

  @Test
  void a_message_of_a_quiet_group_does_not_wait_for_thousands_of_another() {
    sendMany("noisy", 2_000);
    assertThat(bodies(2)).containsExactly("noisy0", "noisy1");
    send("quiet", "hello");
    assertThat(bodies(2)).contains("hello");
  }

  @Test
  void within_a_group_messages_come_by_time_and_groups_take_turns() {
    send("a", "a1", "a2", "a3");
    send("b", "b1");
    send("c", "c1", "c2");
    assertThat(bodies(BATCH)).containsExactly("a1", "b1", "c1", "a2", "c2", "a3");
  }

  @Test
  void messages_without_a_group_are_one_group_in_order() {
    send(Optional.empty(), "1");
    send(Optional.empty(), "2");
    send(Optional.empty(), "3");
    send("other", "4");
    assertThat(bodies(BATCH)).filteredOn(body -> !body.equals("4")).containsExactly("1", "2", "3");
  }

  @Test
  void a_group_with_messages_in_flight_comes_after_one_without() {
    send("a", "a1", "a2", "a3");
    assertThat(bodies(2)).containsExactly("a1", "a2");
    send("b", "b1", "b2", "b3");
    assertThat(bodies(4)).containsExactly("b1", "b2", "a3", "b3");
  }

  @Test
  void what_is_deleted_is_in_flight_no_more() {
    send("a", "a1", "a2");
    send("b", "b1", "b2");
    List<Message> first = receive(2);
    assertThat(first).extracting(Message::body).containsExactly("a1", "b1");
    delete(first.get(1));
    assertThat(bodies(1)).containsExactly("b2");
  }

  @Test
  void a_delayed_message_blocks_neither_its_group_nor_others() {
    sendDelayed("much later", Duration.ofMinutes(15));
    send("a", "now");
    send("b", "also");
    assertThat(bodies(BATCH)).containsExactly("now", "also");
    sendDelayed("later", Duration.ofSeconds(1));
    assertThat(sqs.receiveMessage(r -> r.queueUrl(queue).waitTimeSeconds(20)).messages())
        .extracting(Message::body)
        .containsExactly("later");
  }

  private void sendDelayed(String body, Duration delay) {
    sqs.sendMessage(
        m ->
            m.queueUrl(queue)
                .messageBody(body)
                .messageGroupId("a")
                .delaySeconds((int) delay.toSeconds()));
  }

  @Test
  void a_visibility_timeout_that_is_changed_hides_or_shows_a_message() {
    send("a", "a1");
    Message received = receive(1).getFirst();
    visibility(received, Duration.ZERO);
    Message again = receive(1).getFirst();
    assertThat(again.body()).isEqualTo("a1");
    visibility(again, Duration.ofMinutes(1));
    assertThat(receive(1)).isEmpty();
    visibility(again, Duration.ZERO);
    assertThat(bodies(1)).containsExactly("a1");
  }

  private void visibility(Message message, Duration timeout) {
    sqs.changeMessageVisibility(
        c ->
            c.queueUrl(queue)
                .receiptHandle(message.receiptHandle())
                .visibilityTimeout((int) timeout.toSeconds()));
  }

  @Test
  void a_purge_leaves_nothing() {
    sendMany("a", 20);
    assertThat(receive(BATCH)).hasSize(BATCH);
    sqs.purgeQueue(p -> p.queueUrl(queue));
    assertThat(receive(BATCH)).isEmpty();
    send("a", "new");
    assertThat(bodies(BATCH)).containsExactly("new");
  }
}
