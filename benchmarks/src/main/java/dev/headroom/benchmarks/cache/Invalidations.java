package dev.headroom.benchmarks.cache;

import org.openjdk.jmh.annotations.Benchmark;

/** All that has a tag, whatever it is. */
public class Invalidations {
  @Benchmark
  public void headroom(Headroom state) {
    state.cache().invalidateTags(Headroom.TAG);
  }

  @Benchmark
  public String lettuce(Lettuce state) {
    return state.commands.set(state.version, state.version);
  }
}
