package dev.headroom.benchmarks;

import dev.headroom.benchmarks.cache.Headroom;
import dev.headroom.benchmarks.cache.Lettuce;
import dev.headroom.cache.Cache;
import dev.headroom.cache.entry.Key;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How often each operation asks Redis, by our own count and by Redis's. */
record CacheCalls(List<Call> calls) {
  /** One operation. */
  record Call(String operation, long roundTrips, Map<String, Long> commands) {}

  static CacheCalls measure(URI redis) {
    try (var observer = new Lettuce(redis);
        var here = new Headroom(redis);
        var there = new Headroom(redis)) {
      var counter = new Counter(here, observer);
      counter.run(there);
      return new CacheCalls(counter.calls);
    }
  }

  /** Keys of each operation are of its own, so that none finds what another left. */
  private static final class Counter {
    private final List<Call> calls = new ArrayList<>();
    private final Headroom headroom;
    private final Lettuce observer;
    private final Cache<byte[]> cache;
    private final byte[] value;
    private int next = 1_000;

    Counter(Headroom headroom, Lettuce observer) {
      this.headroom = headroom;
      this.observer = observer;
      this.cache = headroom.cache();
      this.value = headroom.value();
    }

    private void run(Headroom elsewhere) {
      // The scripts are known, and all that was counted so far is told.
      List<Key> first = keys(2);
      cache.getOrLoad(first.getFirst(), () -> value);
      cache.remove(first.getFirst());
      cache.invalidate(List.of(), Optional.of("odd"));
      headroom.statistics().flush();
      reads(elsewhere);
      loads();
      writes();
      invalidations();
      headroom.statistics().flush();
      Key key = key();
      cache.put(key, value);
      count("statistics().flush(), after a put", headroom.statistics()::flush);
      cache.strict().get(key);
      count("statistics().flush(), after a read", headroom.statistics()::flush);
      count("statistics().flush(), after nothing", headroom.statistics()::flush);
    }

    private void reads(Headroom elsewhere) {
      Key there = key();
      cache.put(there, value);
      count("get: in memory", () -> cache.get(there));
      count("get: strict", () -> cache.strict().get(there));
      Key tagged = key();
      elsewhere.cache().put(tagged.withTags("user:1", "another"), value);
      count("get: in Redis, with a tag that its reader does not know", () -> cache.get(tagged));
      count("get: nowhere", () -> cache.get(key()));
      for (int times : List.of(20, 100)) {
        List<Key> keys = keys(times);
        cache.putAll(values(keys));
        count("getAll: strict, %d".formatted(times), () -> cache.strict().getAll(keys));
      }
    }

    private void loads() {
      Key key = key();
      count("getOrLoad: nowhere", () -> cache.getOrLoad(key, () -> value));
      count("getOrLoad: in memory", () -> cache.getOrLoad(key, () -> value));
      List<Key> keys = keys(20);
      Function<Set<Key>, Map<Key, byte[]>> loader = missing -> values(List.copyOf(missing));
      count("getOrLoadAll: nowhere, 20", () -> cache.getOrLoadAll(keys, loader));
    }

    private void writes() {
      Key key = key();
      count("put", () -> cache.put(key, value));
      for (int times : List.of(20, 100)) {
        Map<Key, byte[]> values = values(keys(times));
        count("putAll: %d".formatted(times), () -> cache.putAll(values));
      }
      count("remove", () -> cache.remove(key));
    }

    private void invalidations() {
      count("invalidateTags: one", () -> cache.invalidateTags("user:1"));
      count("invalidateTags: three", () -> cache.invalidateTags("user:1", "user:2", "user:3"));
      count("invalidatePrefix: ends with a colon", () -> cache.invalidatePrefix("session:"));
      count("invalidatePrefix: another", () -> cache.invalidatePrefix("sess"));
      count("clear", cache::clear);
    }

    private void count(String operation, Runnable task) {
      Map<String, Long> before = observer.calls();
      long trips = headroom.roundTrips();
      task.run();
      long made = headroom.roundTrips() - trips;
      calls.add(new Call(operation, made, grown(before, observer.calls())));
    }

    private Key key() {
      return headroom.key(next++);
    }

    private List<Key> keys(int times) {
      var keys = new ArrayList<Key>(times);
      for (int i = 0; i < times; i++) {
        keys.add(key());
      }
      return keys;
    }

    private Map<Key, byte[]> values(List<Key> keys) {
      var values = new HashMap<Key, byte[]>();
      keys.forEach(key -> values.put(key, value));
      return values;
    }
  }

  /** What was called more often than before, but for the question itself. */
  static Map<String, Long> grown(Map<String, Long> before, Map<String, Long> after) {
    return after.entrySet().stream()
        .filter(call -> !call.getKey().equals("info"))
        .filter(call -> call.getValue() > before.getOrDefault(call.getKey(), 0L))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                call -> call.getValue() - before.getOrDefault(call.getKey(), 0L),
                (one, _) -> one,
                TreeMap::new));
  }

  static String told(Map<String, Long> commands) {
    return commands.entrySet().stream()
        .map(call -> "%s %,d".formatted(call.getKey(), call.getValue()))
        .collect(Collectors.joining(", "));
  }

  String markdown() {
    var table = new Table("operation", "round trips", "commands");
    for (Call call : calls) {
      table.row(call.operation(), String.valueOf(call.roundTrips()), told(call.commands()));
    }
    return """
        ## Round trips

        Counted exactly, by the client as it sends, and by Redis (`INFO commandstats`), which counts
        what a script calls as well. Entries depend on three versions each: their namespace's, a
        prefix's and a tag's. A process's first write in a namespace takes one more, `HSETNX`.

        %s"""
        .formatted(table);
  }
}
