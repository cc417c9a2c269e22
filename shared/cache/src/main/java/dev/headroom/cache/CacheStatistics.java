package dev.headroom.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.errors.HeadroomException;
import dev.headroom.redis.HashTag;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisUnavailable;
import dev.headroom.redis.Script;
import io.lettuce.core.ScoredValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts of all processes, in Redis. Each process tells what it counted, once: a report that was
 * not answered is told again under its mark, and counted if it was not. A reset begins a new epoch;
 * what happened before and is told later is counted in the new one, and so nothing is lost.
 */
public final class CacheStatistics {
  /** So many of the keys that are asked for most are known of a namespace. */
  public static final int MAX_TOP_KEYS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(CacheStatistics.class);

  static final String AUDITED_AT = "AUDITED_AT";

  private static final Script COUNT = Script.beside(CacheStatistics.class, "count.lua");
  private static final Script RESET = Script.beside(CacheStatistics.class, "reset.lua");

  /** A report that is as old is dropped: its mark may be gone, and it would be counted twice. */
  private static final Duration MARK_LIFE = Duration.ofHours(24);

  /** While so many wait for Redis, what is counted stays with the counters. */
  private static final int MAX_REPORTS = 16;

  private static final Duration TOP_KEYS_EVERY = Duration.ofSeconds(1);

  private static final String STAYS = "=";

  private final Caches caches;
  private final Redis redis;
  private final ReentrantLock telling = new ReentrantLock();
  private final ArrayDeque<Report> reports = new ArrayDeque<>();
  private final AtomicLong topKeysTold;

  /** The statistics of what a process's caches do. */
  public CacheStatistics(Caches caches, Redis redis) {
    this.caches = caches;
    this.redis = redis;
    this.topKeysTold = new AtomicLong(caches.nanos());
  }

  private record Report(String tenant, String mark, Map<String, Long> fields, Moment taken) {}

  /**
   * Tells what was counted since the last time. To be called at the end of an invocation, since the
   * process may then be frozen; elsewhere, every second. What cannot be told now is told later.
   */
  public void flush() {
    // Whoever waits here finds that what it counted was told meanwhile with what others did.
    telling.lock();
    try {
      tellReports();
    } finally {
      telling.unlock();
    }
    if (isTimeForTopKeys()) {
      tellTopKeys();
    }
  }

  private void tellReports() {
    if (reports.size() < MAX_REPORTS) {
      takeReports();
    }
    Moment now = caches.now();
    reports.removeIf(report -> report.taken().millisUntil(now) > MARK_LIFE.toMillis() - 60_000);
    try {
      while (!reports.isEmpty()) {
        tell(reports.getFirst());
        reports.removeFirst();
      }
    } catch (RedisUnavailable e) {
      LOG.debug("The cache's statistics are told later", e);
    }
  }

  /** Once a second: which keys are asked for most is no matter of each request. */
  private boolean isTimeForTopKeys() {
    long now = caches.nanos();
    long before = topKeysTold.get();
    return now - before >= TOP_KEYS_EVERY.toNanos() && topKeysTold.compareAndSet(before, now);
  }

  private void takeReports() {
    var tenants = new LinkedHashMap<String, Map<String, Long>>();
    for (SpaceState state : caches.states()) {
      state
          .takeCounts()
          .forEach(
              (event, count) ->
                  tenants
                      .computeIfAbsent(state.space().tenant(), _ -> new TreeMap<>())
                      .merge(field(state.space().name(), event), count, Long::sum));
    }
    Moment now = caches.now();
    tenants.forEach(
        (tenant, fields) ->
            reports.add(
                new Report(
                    tenant, HexFormat.of().formatHex(caches.remote().token()), fields, now)));
  }

  private void tell(Report report) throws RedisUnavailable {
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(bytes(MARK_LIFE.toSeconds()));
    report
        .fields()
        .forEach(
            (field, count) -> {
              arguments.add(bytes(field));
              arguments.add(bytes(count));
            });
    redis.run(
        COUNT,
        List.of(key(report.tenant()), bytes(slot(report.tenant()) + "m:" + report.mark())),
        arguments);
  }

  private void tellTopKeys() {
    for (SpaceState state : caches.states()) {
      Map<String, Long> asked = state.topKeys().take();
      if (asked.isEmpty()) {
        continue;
      }
      byte[] key = topKey(state.space());
      try {
        redis.call(
            commands -> {
              var calls = new ArrayList<CompletableFuture<?>>();
              asked.forEach(
                  (name, times) ->
                      calls.add(
                          commands
                              .zincrby(key, times, name.getBytes(UTF_8))
                              .toCompletableFuture()));
              calls.add(commands.zremrangebyrank(key, 0, -MAX_TOP_KEYS - 1).toCompletableFuture());
              return CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new));
            });
      } catch (RedisUnavailable _) {
        return;
      }
    }
  }

  /**
   * A tenant's statistics, with all that this process counted.
   *
   * @return empty when Redis does not answer
   */
  public Optional<TenantStatistics> of(String tenant) {
    flush();
    try {
      Map<byte[], byte[]> fields = redis.call(commands -> commands.hgetall(key(tenant)));
      var texts = new LinkedHashMap<String, String>();
      if (fields != null) {
        fields.forEach((field, value) -> texts.put(text(field), text(value)));
      }
      return Optional.of(read(texts));
    } catch (RedisUnavailable _) {
      return Optional.empty();
    }
  }

  /**
   * Begins a new epoch.
   *
   * @return how the old one ended
   * @throws HeadroomException.Unavailable when Redis does not answer
   */
  public TenantStatistics reset(String tenant) {
    flush();
    try {
      List<@Nullable Object> old =
          redis.run(RESET, List.of(key(tenant)), List.of(bytes(caches.millis())));
      var texts = new LinkedHashMap<String, String>();
      for (int i = 0; i + 1 < old.size(); i += 2) {
        if (old.get(i) instanceof byte[] field && old.get(i + 1) instanceof byte[] value) {
          texts.put(text(field), text(value));
        }
      }
      return read(texts);
    } catch (RedisUnavailable e) {
      throw new HeadroomException.Unavailable(
          "The cache does not answer; its statistics may or may not be reset. Try again.", e);
    }
  }

  /**
   * The names that are asked for most, in their order.
   *
   * @return none when Redis does not answer
   */
  public List<String> mostAsked(String tenant, String namespace, int atMost) {
    tellTopKeys();
    byte[] key = topKey(new Space(tenant, namespace));
    try {
      List<ScoredValue<byte[]>> top =
          redis.call(commands -> commands.zrevrangeWithScores(key, 0, atMost - 1L));
      return top == null ? List.of() : top.stream().map(name -> text(name.getValue())).toList();
    } catch (RedisUnavailable _) {
      return List.of();
    }
  }

  /** The namespaces that a tenant has. */
  List<String> namespaces(String tenant) throws RedisUnavailable {
    List<byte[]> fields = redis.call(commands -> commands.hkeys(key(tenant)));
    String entries = "/" + CacheEvent.ENTRIES;
    return fields == null
        ? List.of()
        : fields.stream()
            .map(CacheStatistics::text)
            .filter(field -> field.startsWith(STAYS) && field.endsWith(entries))
            .map(field -> field.substring(1, field.length() - entries.length()))
            .toList();
  }

  /** Notes what an audit found in a namespace. */
  void audited(Space space, long entries, long bytes) throws RedisUnavailable {
    redis.call(
        commands ->
            commands.hset(
                key(space.tenant()),
                Map.of(
                    bytes(field(space.name(), CacheEvent.ENTRIES)), bytes(entries),
                    bytes(field(space.name(), CacheEvent.BYTES)), bytes(bytes),
                    bytes(STAYS + space.name() + "/" + AUDITED_AT), bytes(caches.millis()))));
  }

  /** Notes that a namespace holds nothing. */
  static void emptied(Redis redis, Space space) throws RedisUnavailable {
    redis.call(
        commands ->
            commands.hset(
                key(space.tenant()),
                Map.of(
                    bytes(field(space.name(), CacheEvent.ENTRIES)), bytes(0),
                    bytes(field(space.name(), CacheEvent.BYTES)), bytes(0))));
  }

  /** Makes a namespace known. */
  static void register(Redis redis, Space space) throws RedisUnavailable {
    redis.call(
        commands ->
            commands.hsetnx(
                key(space.tenant()), bytes(field(space.name(), CacheEvent.ENTRIES)), bytes(0)));
  }

  private static TenantStatistics read(Map<String, String> fields) {
    var namespaces = new TreeMap<String, Map<String, Long>>();
    fields.forEach(
        (field, value) -> {
          int slash = field.indexOf('/');
          if (slash > 0) {
            String name = field.substring(field.startsWith(STAYS) ? 1 : 0, slash);
            namespaces
                .computeIfAbsent(name, _ -> new LinkedHashMap<>())
                .put(field.substring(slash + 1), Long.valueOf(value));
          }
        });
    var statistics = new TreeMap<String, NamespaceStatistics>();
    namespaces.forEach((name, of) -> statistics.put(name, NamespaceStatistics.of(of)));
    return new TenantStatistics(
        Long.parseLong(fields.getOrDefault("epoch", "0")),
        Optional.ofNullable(fields.get("since")).map(Long::valueOf).map(Instant::ofEpochMilli),
        statistics);
  }

  private static String field(String namespace, CacheEvent event) {
    boolean stays = event == CacheEvent.ENTRIES || event == CacheEvent.BYTES;
    return (stays ? STAYS : "") + namespace + "/" + event.name();
  }

  private static String slot(String tenant) {
    return HashTag.of(tenant);
  }

  private static byte[] key(String tenant) {
    return bytes(slot(tenant) + "statistics");
  }

  private static byte[] topKey(Space space) {
    return bytes(space.slot() + "top");
  }

  private static byte[] bytes(Object text) {
    return text.toString().getBytes(UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
