package dev.headroom.benchmarks.cache;

import dev.headroom.cache.entry.Key;
import io.lettuce.core.KeyValue;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/** Twenty values that Redis is asked for. */
public class Batches {
  @Benchmark
  public Map<Key, byte[]> headroom(Headroom state) {
    return state.strict().getAll(state.batch());
  }

  @Benchmark
  public void oneByOne(Headroom state, Blackhole sink) {
    for (Key key : state.batch()) {
      sink.consume(state.strict().get(key));
    }
  }

  @Benchmark
  public List<KeyValue<byte[], byte[]>> lettuce(Lettuce state) {
    return state.getBatch();
  }

  @Benchmark
  public Map<String, byte[]> jetCache(JetCache state) {
    return state.remote.getAll(state.batch);
  }

  @Benchmark
  public Map<String, byte[]> redisson(Redisson state) {
    return state.remote.getAll(state.batch);
  }
}
