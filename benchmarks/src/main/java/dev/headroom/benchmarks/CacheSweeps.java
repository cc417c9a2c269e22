package dev.headroom.benchmarks;

import dev.headroom.benchmarks.cache.Headroom;
import dev.headroom.benchmarks.cache.JetCache;
import dev.headroom.benchmarks.cache.Lettuce;
import dev.headroom.benchmarks.cache.Redisson;
import dev.headroom.benchmarks.cache.Samples;
import dev.headroom.benchmarks.cache.Spring;
import dev.headroom.cache.entry.Key;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A thousand entries that go at once, by whatever each cache offers for it. */
record CacheSweeps(List<Sweep> sweeps) {
  private static final int ENTRIES = 1_000;
  private static final int BATCH = 100;

  /**
   * One way.
   *
   * @param millis of each time
   * @param commands of the last time
   */
  record Sweep(String way, List<Double> millis, Map<String, Long> commands) {}

  static CacheSweeps measure(URI redis, int times) {
    List<Sweep> sweeps = new ArrayList<>();
    try (var observer = new Lettuce(redis)) {
      try (var headroom = new Headroom(redis)) {
        var cache = headroom.cache();
        Runnable fill = () -> fill(headroom);
        sweeps.add(
            sweep(observer, times, "Headroom: a tag", fill, () -> cache.invalidateTags("all")));
        sweeps.add(
            sweep(
                observer,
                times,
                "Headroom: a prefix",
                fill,
                () -> cache.invalidatePrefix("session:")));
      }
      try (var jetCache = new JetCache(redis)) {
        Set<String> names =
            IntStream.range(0, ENTRIES).mapToObj(Samples::name).collect(Collectors.toSet());
        sweeps.add(
            sweep(
                observer,
                times,
                "JetCache: removeAll of names that the application knows",
                () -> jetCache.fill(ENTRIES),
                () -> jetCache.removeAll(names)));
      }
      try (var redisson = new Redisson(redis)) {
        sweeps.add(
            sweep(
                observer,
                times,
                "Redisson: fastRemove of keySet(\"session:*\")",
                () -> redisson.fill(ENTRIES),
                () -> redisson.removePrefix("session:")));
      }
      try (var spring = new Spring(redis)) {
        sweeps.add(
            sweep(
                observer,
                times,
                "Spring on Redis: clear(\"session:*\")",
                () -> spring.fill(ENTRIES),
                () -> spring.removePrefix("session:")));
      }
    }
    return new CacheSweeps(sweeps);
  }

  private static void fill(Headroom headroom) {
    Map<Key, byte[]> values = new HashMap<>();
    for (int i = 0; i < ENTRIES; i++) {
      values.put(headroom.key(i).withTags("all"), headroom.value());
      if (values.size() == BATCH) {
        headroom.cache().putAll(values);
        values.clear();
      }
    }
  }

  private static Sweep sweep(
      Lettuce observer, int times, String way, Runnable fill, Runnable sweep) {
    List<Double> millis = new ArrayList<>();
    Map<String, Long> commands = Map.of();
    for (int i = 0; i <= times; i++) {
      fill.run();
      Map<String, Long> before = observer.calls();
      long begin = System.nanoTime();
      sweep.run();
      double took = (System.nanoTime() - begin) / 1e6;
      commands = CacheCalls.grown(before, observer.calls());
      if (i > 0) { // the first time is cold
        millis.add(took);
      }
    }
    return new Sweep(way, millis, commands);
  }

  String markdown() {
    var table = new Table("", "ms", "min to max", "commands in Redis");
    for (Sweep sweep : sweeps) {
      Spread millis = Spread.of(sweep.millis(), Double::doubleValue);
      table.row(
          sweep.way(),
          "%.2f".formatted(millis.median()),
          "%.2f to %.2f".formatted(millis.min(), millis.max()),
          CacheCalls.told(sweep.commands()));
    }
    return """
        A thousand entries of the same tag or prefix, by what each cache offers for it. Of the others
        none has tags, and none finds entries by a prefix but by looking through its keys; the more
        keys there are, the longer it takes, whatever goes. They free the memory at once; ours is freed
        when an entry's time to live is over, or Redis needs the room.

        %s"""
        .formatted(table);
  }
}
