package dev.headroom.benchmarks.cache;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;

/** What the peers are measured in. */
public class PeerBenchmarks {
  @Benchmark
  public byte @Nullable [] jetCacheLocalHit(JetCache state) {
    return state.both.get(Samples.NAME);
  }

  @Benchmark
  public byte @Nullable [] redissonLocalHit(Redisson state) {
    return state.both.get(Samples.NAME);
  }

  @Benchmark
  public @Nullable Object springLocalHit(Spring state) {
    return state.local.get(Samples.NAME);
  }

  @Benchmark
  public byte @Nullable [] jetCacheRemoteHit(JetCache state) {
    return state.remote.get(Samples.NAME);
  }

  @Benchmark
  public byte @Nullable [] redissonRemoteHit(Redisson state) {
    return state.remote.get(Samples.NAME);
  }

  @Benchmark
  public @Nullable Object springRemoteHit(Spring state) {
    return state.remote.get(Samples.NAME);
  }

  @Benchmark
  public Map<String, byte[]> jetCacheBatch(JetCache state) {
    return state.remote.getAll(state.batch);
  }

  @Benchmark
  public Map<String, byte[]> redissonBatch(Redisson state) {
    return state.remote.getAll(state.batch);
  }

  @Benchmark
  public boolean jetCacheWrite(JetCache state) {
    return state.put(Samples.NAME);
  }

  @Benchmark
  public boolean redissonWrite(Redisson state) {
    return state.both.fastPut(Samples.NAME, state.value);
  }

  @Benchmark
  public void springWrite(Spring state) {
    state.remote.put(Samples.NAME, state.value);
  }
}
