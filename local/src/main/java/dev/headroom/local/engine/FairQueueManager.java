package dev.headroom.local.engine;

import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.elasticmq.Limits;
import org.elasticmq.QueueData;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.actor.queue.QueueActor;
import org.elasticmq.util.NowProvider;
import scala.Option;
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

    @Override
    public ClassTag ev() {
      return super.ev();
    }
  }
}
