package dev.headroom.local.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.DefaultVisibilityTimeout$;
import org.elasticmq.MillisNextDelivery;
import org.elasticmq.MillisVisibilityTimeout;
import org.elasticmq.MoveToDLQ$;
import org.elasticmq.QueueData;
import org.elasticmq.actor.queue.InternalMessage;
import org.elasticmq.msg.MoveMessage;
import org.elasticmq.msg.ReceiveMessages;
import org.elasticmq.util.NowProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

class FairQueueManagerTest {
  private static final OffsetDateTime CREATED =
      OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  private final ActorSystem system = ActorSystem.create("queues");

  @AfterEach
  void stop() {
    system.terminate();
  }

  private ActorRef queue(String name) {
    var data =
        new QueueData(
            name,
            new MillisVisibilityTimeout(30_000),
            Duration.ZERO,
            Duration.ZERO,
            CREATED,
            CREATED,
            Option.empty(),
            false,
            false,
            Option.empty(),
            Option.empty(),
            Map$.MODULE$.empty());
    return system.actorOf(
        Props.create(
            FairQueueManager.FairQueue.class,
            new NowProvider(),
            data,
            Option.empty(),
            Option.empty()));
  }

  /** The queue that it comes from still goes by the receipts that it gave, to remove it. */
  @Test
  void a_dead_letter_that_is_received_leaves_alone_the_message_that_it_was() {
    InternalMessage message = FairMessageQueueTest.message(1);
    message.trackDelivery(new MillisNextDelivery(0), new NowProvider());
    ActorRef dead = queue("dead");
    dead.tell(new MoveMessage(message, MoveToDLQ$.MODULE$, "work"), ActorRef.noSender());

    assertThat(receive(dead)).hasSize(1);
    assertThat(message.deliveryReceipts().length()).isEqualTo(1);
  }

  private static List<?> receive(ActorRef queue) {
    var request =
        new ReceiveMessages(DefaultVisibilityTimeout$.MODULE$, 1, Option.empty(), Option.empty());
    Object received =
        Patterns.ask(queue, request, Duration.ofSeconds(10)).toCompletableFuture().join();
    return CollectionConverters.asJava((scala.collection.immutable.List<?>) received);
  }
}
