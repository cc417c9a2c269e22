package dev.headroom.local.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.elasticmq.MessageContent;
import org.elasticmq.NeverReceived$;
import org.elasticmq.actor.queue.InternalMessage;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.collection.mutable.ArrayBuffer$;
import scala.jdk.javaapi.CollectionConverters;

class FairMessageQueueTest {
  private static final int MESSAGES = 20_000;
  private static final int GROUPS = 1_000;

  private final FairMessageQueue queue = new FairMessageQueue();

  static InternalMessage message(int number) {
    return new InternalMessage(
        "m" + number,
        ArrayBuffer$.MODULE$.empty(),
        0,
        MessageContent.apply(""),
        Map$.MODULE$.empty(),
        OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC).plusNanos(number),
        0,
        NeverReceived$.MODULE$,
        0,
        false,
        Option.apply("g" + number % GROUPS),
        Option.empty(),
        Option.empty(),
        Option.empty(),
        Option.empty());
  }

  private List<InternalMessage> dequeue(int count, long now) {
    return CollectionConverters.asJava(queue.dequeue(count, now));
  }

  /** As the queue's actor does with what it gives. */
  private void putBack(InternalMessage message, long until) {
    message.nextDelivery_$eq(until);
    message.receiveCount_$eq(message.receiveCount() + 1);
    queue.$plus$eq(message);
  }

  @Test
  void many_messages_of_many_groups_are_given_group_by_group() {
    for (int i = 0; i < MESSAGES; i++) {
      queue.$plus$eq(message(i));
    }
    var inTurn = new ArrayList<String>();
    for (int i = 0; i < MESSAGES; i++) {
      InternalMessage given = dequeue(1, 1).getFirst();
      putBack(given, 100);
      inTurn.add(given.messageGroupId().get());
    }
    assertThat(dequeue(10, 99)).isEmpty();
    assertThat(dequeue(MESSAGES, 100)).hasSize(MESSAGES);

    for (int i = 0; i < MESSAGES; i += GROUPS) {
      assertThat(new HashSet<>(inTurn.subList(i, i + GROUPS))).hasSize(GROUPS);
    }
  }

  @Test
  void a_message_is_there_until_it_is_removed() {
    queue.$plus$eq(message(1));
    queue.$plus$eq(message(2));
    InternalMessage given = dequeue(1, 1).getFirst();
    assertThat(queue.getById(given.id()).contains(given)).isTrue();
    assertThat(queue.size()).isEqualTo(2);
    queue.remove(given.id());
    queue.remove("unknown");
    assertThat(queue.getById(given.id()).isEmpty()).isTrue();
    assertThat(CollectionConverters.asJava(queue.all())).hasSize(1);
    assertThat(queue.pop().get().id()).isEqualTo("m2");
    assertThat(queue.pop().isEmpty()).isTrue();
    assertThat(queue.size()).isZero();
  }

  @Test
  void a_message_that_is_put_back_twice_is_there_once() {
    queue.$plus$eq(message(1));
    InternalMessage given = dequeue(1, 1).getFirst();
    putBack(given, 5);
    putBack(given, 10);
    assertThat(dequeue(10, 9)).isEmpty();
    assertThat(dequeue(10, 10)).containsExactly(given);
  }

  /** ElasticMQ changes a timeout that grows where the message stands. */
  @Test
  void a_timeout_that_grows_meanwhile_is_kept() {
    queue.$plus$eq(message(1));
    queue.$plus$eq(message(1 + GROUPS));
    InternalMessage given = dequeue(1, 1).getFirst();
    putBack(given, 10);
    given.nextDelivery_$eq(20);
    assertThat(dequeue(10, 15)).hasSize(1).doesNotContain(given);
    assertThat(dequeue(10, 20)).containsExactly(given);
  }
}
