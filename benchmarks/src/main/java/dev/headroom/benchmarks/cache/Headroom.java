package dev.headroom.benchmarks.cache;

import dev.headroom.cache.Cache;
import dev.headroom.cache.CacheSettings;
import dev.headroom.cache.Caches;
import dev.headroom.cache.entry.Codec;
import dev.headroom.cache.entry.Key;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisSettings;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** This product's cache, as a function has it. Entries depend on three versions each. */
@State(Scope.Benchmark)
public class Headroom implements CachePeers.Sweeper {
  static final String TAG = "user:1";
  private static final String ALL = "all";

  final byte[] value = Samples.value();

  private final Redis redis;
  private final Caches caches;
  private final Cache<byte[]> cache;
  private final Cache<byte[]> strict;
  private final Key key;
  private final List<Key> batch;

  public Headroom() {
    this(Samples.redis());
  }

  public Headroom(URI url) {
    this.redis = new Redis(RedisSettings.of(url.toString()));
    redis.warmUp();
    this.caches =
        new Caches(CacheSettings.USUAL, redis, InstantSource.system(), new SecureRandom());
    this.cache = caches.cache("acme", "result", Codec.bytes());
    this.strict = cache.strict();
    this.key = key(1);
    this.batch = IntStream.range(0, Samples.BATCH).mapToObj(this::key).toList();
    batch.forEach(each -> cache.put(each, value));
    cache.put(key, value);
  }

  /** Names an entry with one prefix and one tag. */
  public final Key key(int number) {
    return cache.key(Samples.name(number)).withTags("user:" + number);
  }

  public final Cache<byte[]> cache() {
    return cache;
  }

  /** The same, whose reads ask Redis each time. */
  final Cache<byte[]> strict() {
    return strict;
  }

  final Key key() {
    return key;
  }

  final List<Key> batch() {
    return batch;
  }

  @Override
  public String label() {
    return "Headroom: a tag";
  }

  /** With one tag for all of them, in batches. */
  @Override
  public void fill(int entries) {
    IntStream.range(0, entries)
        .mapToObj(this::key)
        .map(each -> each.withTags(ALL))
        .gather(Gatherers.windowFixed(100))
        .forEach(
            keys ->
                cache.putAll(
                    keys.stream().collect(Collectors.toMap(each -> each, _ -> value.clone()))));
  }

  @Override
  public void sweep(int entries) {
    cache.invalidateTags(ALL);
  }

  @Override
  @TearDown
  public void close() {
    redis.close();
  }
}
