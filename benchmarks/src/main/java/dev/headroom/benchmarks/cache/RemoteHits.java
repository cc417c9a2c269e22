package dev.headroom.benchmarks.cache;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;

/** A value that Redis is asked for. */
public class RemoteHits {
  @Benchmark
  public Optional<byte[]> headroom(Headroom state) {
    return state.strict().get(state.key());
  }

  @Benchmark
  public byte @Nullable [] lettuce(Lettuce state) {
    return state.commands.get(state.key);
  }

  @Benchmark
  public byte @Nullable [] jetCache(JetCache state) {
    return state.remote.get(Samples.NAME);
  }

  @Benchmark
  public byte @Nullable [] redisson(Redisson state) {
    return state.remote.get(Samples.NAME);
  }

  @Benchmark
  public @Nullable Object spring(Spring state) {
    return state.remote.get(Samples.NAME);
  }
}
