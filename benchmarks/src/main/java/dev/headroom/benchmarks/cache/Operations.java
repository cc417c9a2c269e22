package dev.headroom.benchmarks.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.headroom.cache.entry.Key;
import io.lettuce.core.KeyValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What our cache does, beside what the bare libraries do for the same. */
public class Operations {
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

  /** Names that were never asked for in this process. */
  @State(Scope.Benchmark)
  public static class NewNames {
    private final AtomicInteger next = new AtomicInteger(1_000);
    private final long process = ProcessHandle.current().pid();

    String next() {
      return "load:" + process + "-" + next.getAndIncrement();
    }
  }

  @Benchmark
  public byte @Nullable [] barestLocalHit(Barest state) {
    return state.cache.getIfPresent(Samples.NAME);
  }

  @Benchmark
  public byte @Nullable [] equippedLocalHit(Equipped state) {
    return state.cache.getIfPresent(Samples.NAME);
  }

  @Benchmark
  public Optional<byte[]> headroomLocalHit(Headroom state) {
    return state.cache().get(state.key());
  }

  @Benchmark
  public byte @Nullable [] lettuceRemoteHit(Lettuce state) {
    return state.commands.get(state.key);
  }

  @Benchmark
  public Optional<byte[]> headroomRemoteHit(Headroom state) {
    return state.strict().get(state.key());
  }

  /** Neither a lease nor a version: whoever misses loads, and overwrites. */
  @Benchmark
  public byte[] lettuceMiss(Lettuce state, NewNames names) {
    byte[] key = Lettuce.bytes(names.next());
    byte[] found = state.commands.get(key);
    if (found == null) {
      state.set(key, state.value);
      return state.value;
    }
    return found;
  }

  @Benchmark
  public byte[] headroomMiss(Headroom state, NewNames names) {
    var key = state.cache().key(names.next()).withTags(Headroom.TAG);
    return state.cache().getOrLoad(key, () -> state.value);
  }

  @Benchmark
  public List<KeyValue<byte[], byte[]>> lettuceBatch(Lettuce state) {
    return state.getBatch();
  }

  @Benchmark
  public Map<Key, byte[]> headroomBatch(Headroom state) {
    return state.strict().getAll(state.batch());
  }

  @Benchmark
  public void headroomOneByOne(Headroom state, Blackhole sink) {
    for (Key key : state.batch()) {
      sink.consume(state.strict().get(key));
    }
  }

  @Benchmark
  public @Nullable String lettuceWrite(Lettuce state) {
    return state.set(state.key, state.value);
  }

  @Benchmark
  public boolean headroomWrite(Headroom state) {
    return state.cache().put(state.key(), state.value);
  }

  @Benchmark
  public String lettuceInvalidation(Lettuce state) {
    return state.commands.set(state.version, state.version);
  }

  @Benchmark
  public void headroomInvalidation(Headroom state) {
    state.cache().invalidateTags(Headroom.TAG);
  }
}
