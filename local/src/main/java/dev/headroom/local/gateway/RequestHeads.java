package dev.headroom.local.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts connections whose first bytes are not followed by the rest of a request's head. The JDK's
 * server would wait for ever for the end of the line in what a caller says that speaks TLS.
 */
final class RequestHeads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestHeads.class);

  private static final int LOOK_EVERY_MILLIS = 500;

  private static final int PATIENCE_LOOKS = 3;

  /** Threads that read a head, and at how many looks in a row each was waiting for more of it. */
  private final Map<Thread, Integer> reading = new ConcurrentHashMap<>();

  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("request-heads").factory());

  RequestHeads() {
    var _ =
        looks.scheduleWithFixedDelay(
            this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The server's tasks, each of which reads one request and handles it, in a thread of its own. */
  Executor awaitedBy(Executor threads) {
    return task ->
        threads.execute(
            () -> {
              reading.put(Thread.currentThread(), 0);
              try {
                task.run();
              } finally {
                arrived();
              }
            });
  }

  /** The head that this thread has read is whole. */
  void arrived() {
    reading.remove(Thread.currentThread());
  }

  private void look() {
    reading.keySet().forEach(thread -> reading.computeIfPresent(thread, RequestHeads::lookAgain));
  }

  /** A thread that only waits for a processor is not counted. */
  private static Integer lookAgain(Thread thread, Integer looks) {
    if (thread.getState() == Thread.State.RUNNABLE) {
      return 0;
    }
    if (looks == PATIENCE_LOOKS) {
      LOG.warn(
          "A connection was closed because no HTTP request came by it;"
              + " the local cloud answers to http:// and not to https://");
      thread.interrupt(); // which closes the connection that it reads from
    }
    return looks + 1;
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
