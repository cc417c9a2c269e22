package dev.headroom.benchmarks;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How long the jobs of one tenant wait: from just before the put to just after the claim. */
final class Watch {
  private final Map<String, Long> written = new ConcurrentHashMap<>();
  private final Queue<Long> waits = new ConcurrentLinkedQueue<>();
  private final Semaphore claimed = new Semaphore(0);
  private final Semaphore completed = new Semaphore(0);

  void written(String id) {
    written.put(id, System.nanoTime());
  }

  void claimed(String id) {
    Long from = written.remove(id);
    if (from != null) {
      waits.add(System.nanoTime() - from);
      claimed.release();
    }
  }

  void completed() {
    completed.release();
  }

  /** Forgets what was seen. */
  void reset() {
    written.clear();
    waits.clear();
    claimed.drainPermits();
    completed.drainPermits();
  }

  boolean awaitClaimed(Duration patience) throws InterruptedException {
    return claimed.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  boolean awaitCompleted(Duration patience) throws InterruptedException {
    return completed.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** All the waits since the last reset. */
  Latencies waits() {
    return Latencies.of(waits.stream().mapToLong(Long::longValue));
  }
}
