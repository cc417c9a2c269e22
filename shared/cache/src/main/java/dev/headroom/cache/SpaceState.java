package dev.headroom.cache;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What a process knows of a namespace: what happened in it since it was last told. */
final class SpaceState {
  private final Space space;
  private final Map<CacheEvent, LongAdder> counts = new EnumMap<>(CacheEvent.class);

  /** One of the counts: a hit in memory has no time to look it up. */
  private final LongAdder localHits;

  private final TopKeys topKeys = new TopKeys();

  /** Nothing that was verified before may be served without being verified again. */
  private volatile Moment floor;

  private volatile long registeredIn;

  SpaceState(Space space, Moment now) {
    this.space = space;
    this.floor = now;
    for (CacheEvent event : CacheEvent.values()) {
      counts.put(event, new LongAdder());
    }
    this.localHits = counter(CacheEvent.LOCAL_HIT);
  }

  Space space() {
    return space;
  }

  /** A hit in memory; its time, and that its key was asked for, are sampled. */
  void hit(Key key, long begin, Caches caches) {
    localHits.increment();
    int every = caches.sampling();
    if ((begin & (every - 1)) == 0) {
      count(CacheEvent.LOCAL_NANOS, caches.nanos() - begin);
      count(CacheEvent.LOCAL_SAMPLES);
      topKeys.add(key.name(), every);
    }
  }

  /** Counts what came of a read that memory did not answer. */
  void read(Key key, CacheEvent as) {
    count(as);
    topKeys.add(key.name(), 1);
  }

  void remoteRead(Moment begin, Moment end) {
    count(CacheEvent.REMOTE_SAMPLES);
    count(CacheEvent.REMOTE_NANOS, end.nanos() - begin.nanos());
  }

  void count(CacheEvent event) {
    count(event, 1);
  }

  void count(CacheEvent event, long times) {
    counter(event).add(times);
  }

  private LongAdder counter(CacheEvent event) {
    return Objects.requireNonNull(counts.get(event));
  }

  /** What was counted since it was last taken. */
  Map<CacheEvent, Long> takeCounts() {
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

  /** What it grew by does not matter any more. */
  void forgetGrowth() {
    counter(CacheEvent.ENTRIES).reset();
    counter(CacheEvent.BYTES).reset();
  }

  TopKeys topKeys() {
    return topKeys;
  }

  Moment floor() {
    return floor;
  }

  /** Two may raise it at once; the earlier one must not undo what the later one did. */
  synchronized void raiseFloor(Moment now) {
    if (now.isAfter(floor)) {
      floor = now;
    }
  }

  /** Whether the namespace was made known to Redis over the connection at hand. */
  boolean isRegisteredIn(long connection) {
    return registeredIn == connection;
  }

  void registeredIn(long connection) {
    registeredIn = connection;
  }
}
