package dev.headroom.local.engine;

import dev.headroom.local.startup.CannotStart;
import dev.headroom.local.template.Arn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.queue.QueueEvent;
import org.elasticmq.persistence.sql.SqlQueuePersistenceActor;
import org.elasticmq.persistence.sql.SqlQueuePersistenceConfig;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.elasticmq.util.NowProvider;
import scala.Option;
import scala.collection.immutable.Nil$;
import scala.util.Either;
import scalikejdbc.ConnectionPool;

/**
 * ElasticMQ, in this JVM. It is put together here, and not by its own server class, which answers
 * requests before it has read its messages: a queue that is asked for too early loses them.
 */
final class SqsEngine {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private SqsEngine() {}

  /**
   * Starts it on a free port.
   *
   * @param folder where messages are kept, each written before its sender is answered; in memory
   *     without one
   */
  static Engine start(Optional<Path> folder) {
    ActorSystem system = ActorSystem.create("elasticmq");
    try {
      Optional<ActorRef> storage = folder.map(path -> storage(system, path));
      Option<ActorRef> listener = Option.apply(storage.orElse(null));
      ActorRef queues =
          system.actorOf(
              Props.create(
                  FairQueueManager.class, new NowProvider(), StrictSQSLimits$.MODULE$, listener));
      storage.ifPresent(actor -> restore(actor, queues));
      var builder =
          SQSRestServerBuilder.withActorSystem(system)
              .withQueueManagerActor(queues)
              .withInterface("127.0.0.1")
              .withDynamicPort()
              .withAWSRegion(Arn.REGION)
              .withAWSAccountId(Arn.ACCOUNT);
      SQSRestServer server = storage.map(builder::withQueueEventListener).orElse(builder).start();
      int port = server.waitUntilStarted().localAddress().getPort();
      return Engine.onPort(port, () -> stop(server, system, folder.isPresent()));
    } catch (RuntimeException fault) {
      system.terminate();
      throw new CannotStart("ElasticMQ did not start: " + fault.getMessage(), fault);
    }
  }

  private static ActorRef storage(ActorSystem system, Path folder) {
    // H2 would keep the last half second in memory, where a kill loses it, and the space of what
    // was deleted for 45 seconds, which lets the file grow by megabytes a second.
    String uri =
        "jdbc:h2:file:"
            + folder.resolve("messages").toAbsolutePath()
            + ";WRITE_DELAY=0;RETENTION_TIME=0";
    // ElasticMQ opens a database once in a JVM, and would use that of the first folder ever after.
    var settings = ConnectionPool.singleton$default$4();
    ConnectionPool.singleton(
        uri, "", "", settings, ConnectionPool.singleton$default$5(uri, "", "", settings));
    var config = new SqlQueuePersistenceConfig(true, "org.h2.Driver", uri, "", "", false);
    return system.actorOf(Props.create(SqlQueuePersistenceActor.class, config, Nil$.MODULE$));
  }

  private static void restore(ActorRef storage, ActorRef queues) {
    Object restored =
        Patterns.ask(storage, new QueueEvent.Restore(queues), PATIENCE)
            .toCompletableFuture()
            .join();
    if (restored instanceof Either<?, ?> either && either.isLeft()) {
      throw new IllegalStateException("its messages cannot be read: " + either);
    }
  }

  private static void stop(SQSRestServer server, ActorSystem system, boolean stored)
      throws Exception {
    server.stopAndWait();
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (stored) {
      ConnectionPool.closeAll();
    }
  }
}
