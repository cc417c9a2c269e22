package dev.headroom.benchmarks.cache;

import java.net.URI;
import java.util.List;

/** JetCache, Redisson and Spring. */
public final class Peers implements CachePeers {
  @Override
  public Class<?> benchmarks() {
    return PeerBenchmarks.class;
  }

  @Override
  public List<Peer> in(Subject subject) {
    return switch (subject) {
      case LOCAL_HIT ->
          List.of(
              new Peer("JetCache", "jetCacheLocalHit"),
              new Peer("Redisson", "redissonLocalHit"),
              new Peer("Spring on Caffeine", "springLocalHit"));
      case REMOTE_HIT ->
          List.of(
              new Peer("JetCache", "jetCacheRemoteHit"),
              new Peer("Redisson", "redissonRemoteHit"),
              new Peer("Spring on Redis", "springRemoteHit"));
      case BATCH ->
          List.of(
              new Peer("JetCache: getAll", "jetCacheBatch"),
              new Peer("Redisson: getAll", "redissonBatch"));
      case WRITE ->
          List.of(
              new Peer("JetCache: put in both tiers", "jetCacheWrite"),
              new Peer("Redisson: fastPut", "redissonWrite"),
              new Peer("Spring on Redis: put", "springWrite"));
    };
  }

  @Override
  public List<Sweeper> sweepers(URI redis) {
    return List.of(new JetCache(redis), new Redisson(redis), new Spring(redis));
  }
}
