package dev.headroom.local.engine;

import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.elasticmq.Limits;
import org.elasticmq.MoveDestination;
import org.elasticmq.QueueData;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.actor.queue.InternalMessage;
import org.elasticmq.actor.queue.QueueActor;
import org.elasticmq.actor.queue.QueueActorStorage.ResultWithEvents;
import org.elasticmq.util.NowProvider;
import scala.Option;
import scala.collection.mutable.ArrayBuffer$;
import scala.reflect.ClassTag;

/**
 * Makes queues as ElasticMQ does, with the standard ones fair. (Its actors say more exactly than
 * their traits what messages they take, which Scala allows; to Java, {@code ev} says it without.)
 */
@SuppressWarnings({"unchecked", "rawtypes"})
final class FairQueueManager extends QueueManagerActor {
  FairQueueManager(NowProvider clock, Limits limits, Option<ActorRef> storage) {
    super(clock, limits, storage);
  }

  @Override
  public ClassTag ev() {
    return super.ev();
  }

  @Override
  public ActorRef createQueueActor(NowProvider clock, QueueData queue, Option<ActorRef> storage) {
    if (queue.isFifo()) {
      return super.createQueueActor(clock, queue, storage);
    }
    Option<ActorRef> deadLetters =
        queue
            .deadLettersQueue()
            .flatMap(of -> queues().get(of.name()).map(found -> found.actorRef()));
    return context().actorOf(Props.create(FairQueue.class, clock, queue, deadLetters, storage));
  }

  /** A queue that gives its messages group by group. */
  static final class FairQueue extends QueueActor {
    FairQueue(
        NowProvider clock,
        QueueData queue,
        Option<ActorRef> deadLetters,
        Option<ActorRef> storage) {
      // Without ElasticMQ's own ways of passing messages on, which SQS does not have.
      super(clock, queue, deadLetters, Option.empty(), Option.empty(), storage);
      messageQueue_$eq(new FairMessageQueue());
    }

    /**
     * Takes in a dead letter, of which no receipt was given here yet. ElasticMQ has both queues
     * share one list of receipts, and the queue that a message comes from removes it by the last of
     * them: one that the other queue gives meanwhile would let it stay for ever.
     */
    @Override
    public ResultWithEvents moveMessage(
        InternalMessage message, MoveDestination destination, String from) {
      var moved =
          new InternalMessage(
              message.id(),
              ArrayBuffer$.MODULE$.empty(),
              message.nextDelivery(),
              message.content(),
              message.messageAttributes(),
              message.created(),
              message.orderIndex(),
              message.firstReceive(),
              message.receiveCount(),
              message.isFifo(),
              message.messageGroupId(),
              message.messageDeduplicationId(),
              message.tracingId(),
              message.sequenceNumber(),
              message.deadLetterSourceQueueName());
      return super.moveMessage(moved, destination, from);
    }

    @Override
    public ClassTag ev() {
      return super.ev();
    }
  }
}
