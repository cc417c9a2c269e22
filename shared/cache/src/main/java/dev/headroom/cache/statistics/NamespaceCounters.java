package dev.headroom.cache.statistics;

import dev.headroom.cache.clock.DualClock;
import dev.headroom.cache.clock.DualTimestamp;
import dev.headroom.cache.entry.Namespace;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens in a namespace in this process, until it is reported. */
public final class NamespaceCounters {
  /** One in so many hits in memory is timed; a power of two. */
  private static final int SAMPLING = 64;

  private final Namespace namespace;
  private final Map<CacheEvent, LongAdder> counts = new EnumMap<>(CacheEvent.class);

  /** One of the counts: a hit in memory has no time to look it up. */
  private final LongAdder localHits;

  private final RequestedKeys requestedKeys = new RequestedKeys();

  /** Creates counters that are all 0. */
  public NamespaceCounters(Namespace namespace) {
    this.namespace = namespace;
    for (CacheEvent event : CacheEvent.values()) {
      counts.put(event, new LongAdder());
    }
    this.localHits = counter(CacheEvent.LOCAL_HIT);
  }

  Namespace namespace() {
    return namespace;
  }

  RequestedKeys requestedKeys() {
    return requestedKeys;
  }

  /**
   * Counts a hit in memory. Its time, and that its key was requested, are sampled.
   *
   * @param begin nanoseconds of the monotonic clock when the read began
   */
  public void localHit(String name, long begin, DualClock clock) {
    localHits.increment();
    if ((begin & (SAMPLING - 1)) == 0) {
      count(CacheEvent.LOCAL_NANOS, clock.nanos() - begin);
      count(CacheEvent.LOCAL_SAMPLES);
      requestedKeys.add(name, SAMPLING);
    }
  }

  /** Counts a read that memory did not answer, as a hit or as a miss. */
  public void read(String name, CacheEvent as) {
    count(as);
    requestedKeys.add(name, 1);
  }

  /** Counts the time of a call that read entries in Redis. */
  public void remoteRead(DualTimestamp begin, DualTimestamp end) {
    count(CacheEvent.REMOTE_SAMPLES);
    count(CacheEvent.REMOTE_NANOS, end.nanos() - begin.nanos());
  }

  /** Counts an event. */
  public void count(CacheEvent event) {
    count(event, 1);
  }

  /** Counts an event that happened several times. */
  public void count(CacheEvent event, long times) {
    counter(event).add(times);
  }

  private LongAdder counter(CacheEvent event) {
    return Objects.requireNonNull(counts.get(event));
  }

  /** Returns what was counted since this was last called, and begins anew. */
  Map<CacheEvent, Long> take() {
    var taken = new EnumMap<CacheEvent, Long>(CacheEvent.class);
    counts.forEach(
        (event, count) -> {
          long sum = count.sumThenReset();
          if (sum != 0) {
            taken.put(event, sum);
          }
        });
    return taken;
  }

  /** Forgets by how much the namespace grew, since it was cleared. */
  public void forgetGrowth() {
    counter(CacheEvent.ENTRIES).reset();
    counter(CacheEvent.BYTES).reset();
  }
}
