package dev.headroom.benchmarks;

import dev.headroom.benchmarks.cache.CachePeers;
import dev.headroom.benchmarks.cache.CachePeers.Sweeper;
import dev.headroom.benchmarks.cache.Headroom;
import dev.headroom.benchmarks.cache.Lettuce;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A thousand entries that go at once, by whatever each cache offers for it. */
final class CacheSweeps {
  private static final int ENTRIES = 1_000;

  private final URI redis;
  private final PrintStream out;
  private final int times;
  private final Table table = new Table("", "ms", "min to max", "commands in Redis");

  CacheSweeps(URI redis, PrintStream out, int times) {
    this.redis = redis;
    this.out = out;
    this.times = times;
  }

  Table measure(Optional<CachePeers> peers) {
    try (var observer = new Lettuce(redis)) {
      try (var headroom = new Headroom(redis)) {
        sweep(observer, headroom.label(), headroom, () -> headroom.sweep(ENTRIES));
        sweep(
            observer,
            "Headroom: a prefix",
            headroom,
            () -> headroom.cache().invalidatePrefix("session:"));
      }
      for (Sweeper peer : peers.map(all -> all.sweepers(redis)).orElse(List.of())) {
        try (peer) {
          sweep(observer, peer.label(), peer, () -> peer.sweep(ENTRIES));
        }
      }
    }
    return table;
  }

  private void sweep(Lettuce observer, String label, Sweeper filler, Runnable sweep) {
    List<Double> millis = new ArrayList<>();
    String commands = "";
    for (int i = 0; i <= times; i++) {
      filler.fill(ENTRIES);
      Map<String, Long> before = observer.calls();
      long begin = System.nanoTime();
      sweep.run();
      double took = (System.nanoTime() - begin) / 1e6;
      commands = grown(before, observer.calls());
      if (i > 0) { // the first time is cold
        millis.add(took);
      }
    }
    Spread spread = Spread.of(millis, Double::doubleValue);
    out.printf("  %s: %.2f ms%n", label, spread.median());
    table.row(
        label,
        "%.2f".formatted(spread.median()),
        "%.2f to %.2f".formatted(spread.min(), spread.max()),
        commands);
  }

  /** Returns what was called more often than before, but for the question itself. */
  private static String grown(Map<String, Long> before, Map<String, Long> after) {
    return after.entrySet().stream()
        .filter(call -> !call.getKey().equals("info"))
        .filter(call -> call.getValue() > before.getOrDefault(call.getKey(), 0L))
        .map(
            call ->
                "%s %,d"
                    .formatted(
                        call.getKey(), call.getValue() - before.getOrDefault(call.getKey(), 0L)))
        .collect(Collectors.joining(", "));
  }
}
