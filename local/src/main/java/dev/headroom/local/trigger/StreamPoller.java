package dev.headroom.local.trigger;

import dev.headroom.local.lambda.LambdaFunction;
import dev.headroom.local.template.Trigger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.Shard;

/**
 * Hands the changes of a table's stream to a function: each shard by a worker of its own, a shard
 * only after the one that it was made from.
 */
public final class StreamPoller implements Poller {
  private static final Logger LOG = LoggerFactory.getLogger(StreamPoller.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Trigger.StreamSource source;
  private final TableStream stream;
  private final LambdaFunction function;
  private final StreamPlaces places;
  private final InstantSource clock;
  private final Map<String, Thread> workers = new HashMap<>();
  private final Set<String> ended = ConcurrentHashMap.newKeySet();

  /** One for each shard that has ended, and when no more is to be looked for. */
  private final Semaphore news = new Semaphore(0);

  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;

  private StreamPoller(
      Trigger.StreamSource source,
      TableStream stream,
      LambdaFunction function,
      StreamPlaces places,
      InstantSource clock) {
    this.source = source;
    this.stream = stream;
    this.function = function;
    this.places = places;
    this.clock = clock;
    this.thread = Thread.ofVirtual().unstarted(this::run);
  }

  /** Starts to poll. What is written after this returns is handed over, wherever it begins. */
  public static StreamPoller start(
      Trigger.StreamSource source,
      TableStream stream,
      LambdaFunction function,
      StreamPlaces places,
      InstantSource clock) {
    var poller = new StreamPoller(source, stream, function, places, clock);
    poller.startWorkers();
    poller.thread.start();
    return poller;
  }

  /** New shards are made from others that end, so they are looked for when one has. */
  private void run() {
    try {
      while (stopping.getCount() > 0) {
        if (news.tryAcquire(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS) || isIdle()) {
          look();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      if (stopping.getCount() > 0) {
        startWorkers();
      }
    } catch (RuntimeException fault) { // looked for again, since a worker is missing
      LOG.warn("The shards of {} cannot be told", stream.arn(), fault);
    }
  }

  private boolean isIdle() {
    return workers.values().stream().noneMatch(Thread::isAlive);
  }

  private void startWorkers() {
    List<Shard> shards = stream.shards();
    Set<String> ids = shards.stream().map(Shard::shardId).collect(Collectors.toSet());
    for (Shard shard : shards) {
      boolean first = !ids.contains(shard.parentShardId()) || ended.contains(shard.parentShardId());
      if (first && !workers.containsKey(shard.shardId())) {
        ShardWorker worker = worker(shard.shardId());
        workers.put(shard.shardId(), Thread.startVirtualThread(() -> run(worker, shard.shardId())));
      }
    }
    Set<String> kept = new HashSet<>(ids);
    for (String gone : places.withOpenWindow()) {
      kept.add(gone);
      if (!ids.contains(gone) && !workers.containsKey(gone)) {
        workers.put(gone, Thread.startVirtualThread(() -> endWindow(gone)));
      }
    }
    places.retain(kept);
  }

  /** Ends what is open in a shard that was forgotten while nobody read it. */
  private void endWindow(String shard) {
    try {
      invoker(shard).endWindow(TumblingWindow.End.OVER);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private ShardWorker worker(String shard) {
    var reader =
        new ShardReader(
            stream,
            shard,
            new StreamEvents(source.table(), shard),
            places.of(shard).map(StreamPlaces.Place::sequenceNumber),
            source.fromStart() || !places.areNew(),
            clock);
    return new ShardWorker(source, reader, invoker(shard), stopping);
  }

  private StreamInvoker invoker(String shard) {
    return new StreamInvoker(source, shard, function, places, stopping);
  }

  private void run(ShardWorker worker, String shard) {
    try {
      if (worker.run()) {
        ended.add(shard);
        news.release();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    stopping.countDown();
    news.release();
  }

  @Override
  public void close() {
    stop();
    try {
      thread.join();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      for (Thread worker : workers.values()) {
        if (!worker.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
          LOG.warn("{} still works on changes, which will come again", source.function());
          worker.interrupt();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    stream.client().close();
  }
}
