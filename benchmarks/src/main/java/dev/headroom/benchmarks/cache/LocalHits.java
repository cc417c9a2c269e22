package dev.headroom.benchmarks.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A value that is in this process's memory. */
public class LocalHits {
  /** Caffeine, and no more: bounded by a number of entries. */
  @State(Scope.Benchmark)
  public static class Barest {
    final Cache<String, byte[]> cache = Caffeine.newBuilder().maximumSize(10_000).build();

    public Barest() {
      cache.put(Samples.NAME, Samples.value());
    }
  }

  /** Caffeine with what a cache needs: bounded by bytes, with a time to live, and counting. */
  @State(Scope.Benchmark)
  public static class Equipped {
    final Cache<String, byte[]> cache =
        Caffeine.newBuilder()
            .maximumWeight(64L * 1024 * 1024)
            .weigher((String name, byte[] value) -> name.length() + value.length)
            .expireAfterWrite(Duration.ofSeconds(Samples.TTL_SECONDS))
            .recordStats()
            .build();

    public Equipped() {
      cache.put(Samples.NAME, Samples.value());
    }
  }

  @Benchmark
  public Optional<byte[]> headroom(Headroom state) {
    return state.cache().get(state.key());
  }

  @Benchmark
  public byte @Nullable [] barest(Barest state) {
    return state.cache.getIfPresent(Samples.NAME);
  }

  @Benchmark
  public byte @Nullable [] equipped(Equipped state) {
    return state.cache.getIfPresent(Samples.NAME);
  }

  @Benchmark
  public byte @Nullable [] jetCache(JetCache state) {
    return state.both.get(Samples.NAME);
  }

  @Benchmark
  public byte @Nullable [] redisson(Redisson state) {
    return state.both.get(Samples.NAME);
  }

  @Benchmark
  public @Nullable Object spring(Spring state) {
    return state.local.get(Samples.NAME);
  }
}
