package dev.headroom.cache.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.cache.entry.Namespace;
import dev.headroom.redis.HashTag;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisUnavailable;
import dev.headroom.redis.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes the statistics of tenants in Redis. */
public final class StatisticsStore {
  /** A report's mark lives this long; whoever sends the report again must do so before. */
  static final Duration MARK_LIFE = Duration.ofHours(24);

  private static final Script COUNT = Script.beside(StatisticsStore.class, "count.lua");
  private static final Script RESET = Script.beside(StatisticsStore.class, "reset.lua");

  private final Redis redis;

  /** Opens the statistics that lie in a Redis. */
  public StatisticsStore(Redis redis) {
    this.redis = redis;
  }

  TenantStatistics read(String tenant) throws RedisUnavailable {
    Map<byte[], byte[]> fields = redis.call(commands -> commands.hgetall(key(tenant)));
    var texts = new LinkedHashMap<String, String>();
    if (fields != null) {
      fields.forEach((field, value) -> texts.put(text(field), text(value)));
    }
    return StatisticsFields.read(texts);
  }

  /** Begins a new epoch; returns how the old one ended. */
  TenantStatistics reset(String tenant, long nowMillis) throws RedisUnavailable {
    List<@Nullable Object> old = redis.run(RESET, List.of(key(tenant)), List.of(bytes(nowMillis)));
    var texts = new LinkedHashMap<String, String>();
    for (int i = 0; i + 1 < old.size(); i += 2) {
      if (old.get(i) instanceof byte[] field && old.get(i + 1) instanceof byte[] value) {
        texts.put(text(field), text(value));
      }
    }
    return StatisticsFields.read(texts);
  }

  /**
   * Adds what a process counted, unless that was done before.
   *
   * @param mark tells a report that is sent again from another one
   */
  void add(String tenant, String mark, Map<String, Long> counts) throws RedisUnavailable {
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(bytes(MARK_LIFE.toSeconds()));
    counts.forEach(
        (field, count) -> {
          arguments.add(bytes(field));
          arguments.add(bytes(count));
        });
    redis.run(COUNT, List.of(key(tenant), bytes(HashTag.of(tenant) + "m:" + mark)), arguments);
  }

  /** Returns the namespaces that a tenant has. */
  List<String> namespaces(String tenant) throws RedisUnavailable {
    List<byte[]> fields = redis.call(commands -> commands.hkeys(key(tenant)));
    return fields == null
        ? List.of()
        : StatisticsFields.namespaces(fields.stream().map(StatisticsStore::text).toList());
  }

  /** Notes what an audit found in a namespace. */
  void audited(Namespace namespace, long entries, long bytes, long nowMillis)
      throws RedisUnavailable {
    redis.call(
        commands ->
            commands.hset(
                key(namespace.tenant()),
                Map.of(
                    field(namespace, CacheEvent.ENTRIES), bytes(entries),
                    field(namespace, CacheEvent.BYTES), bytes(bytes),
                    bytes(StatisticsFields.auditedAt(namespace.name())), bytes(nowMillis))));
  }

  /** Notes that a namespace holds nothing. */
  public void emptied(Namespace namespace) throws RedisUnavailable {
    redis.call(
        commands ->
            commands.hset(
                key(namespace.tenant()),
                Map.of(
                    field(namespace, CacheEvent.ENTRIES), bytes(0),
                    field(namespace, CacheEvent.BYTES), bytes(0))));
  }

  /** Makes a namespace known, so that whoever clears all of a tenant's finds it. */
  public void register(Namespace namespace) throws RedisUnavailable {
    redis.call(
        commands ->
            commands.hsetnx(
                key(namespace.tenant()), field(namespace, CacheEvent.ENTRIES), bytes(0)));
  }

  private static byte[] field(Namespace namespace, CacheEvent event) {
    return bytes(StatisticsFields.of(namespace.name(), event));
  }

  private static byte[] key(String tenant) {
    return bytes(HashTag.of(tenant) + "statistics");
  }

  private static byte[] bytes(Object text) {
    return text.toString().getBytes(UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
