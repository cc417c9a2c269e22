package dev.headroom.benchmarks.cache;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A value that nobody has, and that takes no time to load. */
public class Misses {
  /** Names that were never asked for in this process. */
  @State(Scope.Benchmark)
  public static class Names {
    private final AtomicInteger next = new AtomicInteger(1_000);
    private final long process = ProcessHandle.current().pid();

    String next() {
      return "load:" + process + "-" + next.getAndIncrement();
    }
  }

  @Benchmark
  public byte[] headroom(Headroom state, Names names) {
    var key = state.cache().key(names.next()).withTags(Headroom.TAG);
    return state.cache().getOrLoad(key, () -> state.value);
  }

  /** Neither a lease nor a version: whoever misses loads, and overwrites. */
  @Benchmark
  public byte[] lettuce(Lettuce state, Names names) {
    byte[] key = Lettuce.bytes(names.next());
    byte[] found = state.commands.get(key);
    if (found == null) {
      state.set(key, state.value);
      return state.value;
    }
    return found;
  }
}
