package dev.headroom.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import dev.headroom.objects.ObjectStore.Versioned;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An object with a count for each of its writers, so that no two of them ever write the same. */
final class Counters {
  private static final String KEY = "counters/pointer";

  private Counters() {}

  static Map<String, Integer> read(ObjectStore store) {
    return counts(store.read(KEY));
  }

  /** Adds one, however many others do so meanwhile. The writer's count. */
  static int increment(ObjectStore store, String writer) {
    while (true) {
      Optional<Versioned> before = store.read(KEY);
      Map<String, Integer> counts = counts(before);
      int count = counts.merge(writer, 1, Integer::sum);
      if (store.putIf(KEY, content(counts), before.map(Versioned::version))) {
        return count;
      }
    }
  }

  private static Map<String, Integer> counts(Optional<Versioned> object) {
    return object.stream()
        .flatMap(now -> new String(now.content(), UTF_8).lines())
        .map(line -> line.split("=", 2))
        .collect(
            toMap(pair -> pair[0], pair -> Integer.parseInt(pair[1]), Integer::sum, TreeMap::new));
  }

  private static byte[] content(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(count -> count.getKey() + "=" + count.getValue())
        .collect(joining("\n"))
        .getBytes(UTF_8);
  }
}
