package dev.headroom.benchmarks.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.cache.Cache;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.data.redis.cache.BatchStrategies;
import org.springframework.data.redis.cache.RedisCache;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;
import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * Spring's two caches; it has none of two tiers. The one on Redis is told to wait for its writes,
 * which it does not by itself: it could not say whether they were done.
 */
@State(Scope.Benchmark)
public class Spring implements CachePeers.Sweeper {
  final byte[] value = Samples.value();

  private final LettuceConnectionFactory connections;
  final Cache local;
  final RedisCache remote;

  public Spring() {
    this(Samples.redis());
  }

  public Spring(URI url) {
    this.connections = new LettuceConnectionFactory(url.getHost(), url.getPort());
    connections.afterPropertiesSet();
    connections.start();
    var ttl = Duration.ofSeconds(Samples.TTL_SECONDS);
    var manager =
        RedisCacheManager.builder(
                RedisCacheWriter.create(
                    connections,
                    how -> how.immediateWrites().batchStrategy(BatchStrategies.scan(1_000))))
            .cacheDefaults(
                RedisCacheConfiguration.defaultCacheConfig()
                    .entryTtl(ttl)
                    .serializeValuesWith(
                        SerializationPair.fromSerializer(RedisSerializer.byteArray())))
            .build();
    this.remote = (RedisCache) Objects.requireNonNull(manager.getCache("spring"));
    var inMemory = new CaffeineCacheManager();
    inMemory.setCaffeine(Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(ttl));
    this.local = Objects.requireNonNull(inMemory.getCache("spring"));
    remote.put(Samples.NAME, value);
    local.put(Samples.NAME, value);
  }

  @Override
  public String label() {
    return "Spring on Redis: clear(\"session:*\")";
  }

  @Override
  public void fill(int entries) {
    for (int i = 0; i < entries; i++) {
      remote.put(Samples.name(i), value);
    }
  }

  @Override
  public void sweep(int entries) {
    remote.clear("session:*");
  }

  @Override
  @TearDown
  public void close() {
    connections.destroy();
  }
}
