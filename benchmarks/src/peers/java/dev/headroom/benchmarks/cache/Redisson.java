package dev.headroom.benchmarks.cache;

import java.net.URI;
import java.util.Set;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.LocalCachedMapOptions;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.codec.CompositeCodec;
import org.redisson.config.Config;

/**
 * Redisson's map with a copy in memory, and the bare map. Its entries have no time to live: those
 * of the free edition expire only as a whole, or in memory.
 */
@State(Scope.Benchmark)
public class Redisson implements CachePeers.Sweeper {
  final byte[] value = Samples.value();
  final Set<String> batch = Set.copyOf(Samples.batch());

  private final RedissonClient client;
  final RLocalCachedMap<String, byte[]> both;
  final RMap<String, byte[]> remote;

  public Redisson() {
    this(Samples.redis());
  }

  public Redisson(URI url) {
    var config = new Config();
    config
        .useSingleServer()
        .setAddress(url.toString())
        .setConnectionMinimumIdleSize(4)
        .setConnectionPoolSize(8);
    this.client = org.redisson.Redisson.create(config);
    var codec = new CompositeCodec(StringCodec.INSTANCE, ByteArrayCodec.INSTANCE);
    this.both =
        client.getLocalCachedMap(
            LocalCachedMapOptions.<String, byte[]>name("redisson")
                .codec(codec)
                .cacheSize(10_000)
                .evictionPolicy(LocalCachedMapOptions.EvictionPolicy.LRU));
    this.remote = client.getMap("redisson", codec);
    batch.forEach(name -> both.fastPut(name, value));
  }

  @Override
  public String label() {
    return "Redisson: fastRemove of keySet(\"session:*\")";
  }

  @Override
  public void fill(int entries) {
    for (int i = 0; i < entries; i++) {
      both.fastPut(Samples.name(i), value);
    }
  }

  /** By prefix: its names are sought by a scan, then removed. */
  @Override
  public void sweep(int entries) {
    both.fastRemove(both.keySet("session:*").toArray(String[]::new));
  }

  @Override
  @TearDown
  public void close() {
    client.shutdown();
  }
}
