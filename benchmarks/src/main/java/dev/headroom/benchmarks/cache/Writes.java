package dev.headroom.benchmarks.cache;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;

/** A value that is put where one was. */
public class Writes {
  @Benchmark
  public boolean headroom(Headroom state) {
    return state.cache().put(state.key(), state.value);
  }

  @Benchmark
  public @Nullable String lettuce(Lettuce state) {
    return state.set(state.key, state.value);
  }

  @Benchmark
  public boolean jetCache(JetCache state) {
    return state.put(Samples.NAME);
  }

  @Benchmark
  public boolean redisson(Redisson state) {
    return state.both.fastPut(Samples.NAME, state.value);
  }

  @Benchmark
  public void spring(Spring state) {
    state.remote.put(Samples.NAME, state.value);
  }
}
