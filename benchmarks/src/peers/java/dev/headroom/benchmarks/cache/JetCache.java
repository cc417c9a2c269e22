package dev.headroom.benchmarks.cache;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.CacheResult;
import com.alicp.jetcache.MultiLevelCacheBuilder;
import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import com.alicp.jetcache.support.Fastjson2KeyConvertor;
import com.alicp.jetcache.support.JavaValueDecoder;
import com.alicp.jetcache.support.JavaValueEncoder;
import io.lettuce.core.RedisClient;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * JetCache with both its tiers, and its usual encoding. Its writes are asked whether they were
 * done: otherwise it does not wait for them.
 */
@State(Scope.Benchmark)
public class JetCache implements CachePeers.Sweeper {
  final byte[] value = Samples.value();
  final Set<String> batch = Set.copyOf(Samples.batch());

  private final RedisClient client;
  final Cache<String, byte[]> remote;
  final Cache<String, byte[]> both;

  public JetCache() {
    this(Samples.redis());
  }

  public JetCache(URI url) {
    this.client = RedisClient.create(url.toString());
    this.remote =
        RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder()
            .keyConvertor(Fastjson2KeyConvertor.INSTANCE)
            .valueEncoder(JavaValueEncoder.INSTANCE)
            .valueDecoder(JavaValueDecoder.INSTANCE)
            .redisClient(client)
            .keyPrefix("jetcache:")
            .expireAfterWrite(Samples.TTL_SECONDS, TimeUnit.SECONDS)
            .buildCache();
    Cache<String, byte[]> local =
        CaffeineCacheBuilder.createCaffeineCacheBuilder()
            .limit(10_000)
            .keyConvertor(Fastjson2KeyConvertor.INSTANCE)
            .expireAfterWrite(Samples.TTL_SECONDS, TimeUnit.SECONDS)
            .buildCache();
    this.both =
        MultiLevelCacheBuilder.createMultiLevelCacheBuilder()
            .addCache(local, remote)
            .expireAfterWrite(Samples.TTL_SECONDS, TimeUnit.SECONDS)
            .buildCache();
    batch.forEach(name -> done(both.PUT(name, value)));
  }

  final boolean put(String name) {
    return done(both.PUT(name, value));
  }

  private static boolean done(CacheResult result) {
    if (!result.isSuccess()) {
      throw new IllegalStateException(result.getMessage());
    }
    return true;
  }

  @Override
  public String label() {
    return "JetCache: removeAll of names that the application knows";
  }

  @Override
  public void fill(int entries) {
    for (int i = 0; i < entries; i++) {
      put(Samples.name(i));
    }
  }

  /** What an application does that knows the names: there are neither tags nor prefixes. */
  @Override
  public void sweep(int entries) {
    done(
        both.REMOVE_ALL(
            IntStream.range(0, entries).mapToObj(Samples::name).collect(Collectors.toSet())));
  }

  @Override
  @TearDown
  public void close() {
    both.close();
    client.shutdown();
  }
}
