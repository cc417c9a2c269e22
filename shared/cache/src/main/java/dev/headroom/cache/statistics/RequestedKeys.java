package dev.headroom.cache.statistics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The keys that were requested in this process, and how often, since they were last taken. They are
 * bounded: when there are many, further keys are not counted until they are taken.
 */
final class RequestedKeys {
  private static final int MAX_KEYS = 512;

  /** What a count is after it was taken: whoever adds to it sees that, and adds to a new one. */
  private static final long TAKEN = Long.MIN_VALUE;

  private final Map<String, AtomicLong> asked = new ConcurrentHashMap<>();

  void add(String name, int times) {
    AtomicLong count;
    do {
      count = asked.get(name);
      if (count == null) {
        if (asked.size() >= MAX_KEYS) {
          return;
        }
        count = asked.computeIfAbsent(name, _ -> new AtomicLong());
      }
    } while (count.addAndGet(times) < 0);
  }

  Map<String, Long> take() {
    var taken = new HashMap<String, Long>();
    for (String name : List.copyOf(asked.keySet())) {
      AtomicLong count = asked.remove(name);
      if (count != null) {
        long times = count.getAndSet(TAKEN);
        if (times > 0) {
          taken.put(name, times);
        }
      }
    }
    return taken;
  }
}
