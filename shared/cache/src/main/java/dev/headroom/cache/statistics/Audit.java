package dev.headroom.cache.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.cache.entry.Namespace;
import dev.headroom.cache.remote.RedisKeys;
import dev.headroom.cache.remote.RemoteReads;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisUnavailable;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.net.URLDecoder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An audit counts what is really in Redis, and removes entries that were invalidated, which would
 * lie there until their time to live is over. It passes over every key once, a page at a time, and
 * blocks nobody; nothing that is served waits for it.
 */
public final class Audit {
  /** What is looked at in one go; two calls for each of it are on their way at once. */
  private static final ScanArgs PAGE = ScanArgs.Builder.limit(250);

  /** As {@link RedisKeys#slot} and {@link RedisKeys#entry} write it. */
  private static final Pattern ENTRY =
      Pattern.compile("\\{([^/}]+)/([a-z][a-z0-9_-]*)}e:(.*)", Pattern.DOTALL);

  private static final Pattern STATISTICS = Pattern.compile("\\{([^/}]+)}statistics");

  private final Redis redis;
  private final RemoteReads reads;
  private final StatisticsStore statistics;
  private final InstantSource clock;

  /** Prepares an audit of a Redis. */
  public Audit(Redis redis, InstantSource clock) {
    this.redis = redis;
    this.reads = new RemoteReads(redis);
    this.statistics = new StatisticsStore(redis);
    this.clock = clock;
  }

  /**
   * The result of an audit.
   *
   * @param entries entries that may be served
   * @param bytes what they take, names included
   * @param removed entries that had been invalidated
   * @param complete false when the time was up before all was seen; nothing is noted then
   */
  public record Found(long entries, long bytes, long removed, boolean complete) {}

  private static final class Contents {
    private long entries;
    private long bytes;
  }

  /**
   * Runs the audit.
   *
   * @param goOn is asked before each page whether there is time for it
   * @return what was found; it is not complete either when Redis ceased to answer
   */
  public Found run(BooleanSupplier goOn) {
    var contents = new LinkedHashMap<Namespace, Contents>();
    long removed = 0;
    try {
      ScanCursor cursor = ScanCursor.INITIAL;
      do {
        if (!goOn.getAsBoolean()) {
          return found(contents, removed, false);
        }
        ScanCursor from = cursor;
        KeyScanCursor<byte[]> page =
            Objects.requireNonNull(redis.call(commands -> commands.scan(from, PAGE)));
        removed += count(page.getKeys(), contents);
        cursor = page;
      } while (!cursor.isFinished());
      for (var each : contents.entrySet()) {
        statistics.audited(
            each.getKey(), each.getValue().entries, each.getValue().bytes, clock.millis());
      }
      return found(contents, removed, true);
    } catch (RedisUnavailable _) {
      return found(contents, removed, false);
    }
  }

  private static Found found(Map<Namespace, Contents> contents, long removed, boolean complete) {
    return new Found(
        contents.values().stream().mapToLong(each -> each.entries).sum(),
        contents.values().stream().mapToLong(each -> each.bytes).sum(),
        removed,
        complete);
  }

  private long count(List<byte[]> keys, Map<Namespace, Contents> contents) throws RedisUnavailable {
    var pages = new LinkedHashMap<Namespace, List<String>>();
    for (byte[] key : keys) {
      String text = new String(key, UTF_8);
      Matcher entry = ENTRY.matcher(text);
      Matcher tenant = STATISTICS.matcher(text);
      if (entry.matches()) {
        var namespace = new Namespace(URLDecoder.decode(entry.group(1), UTF_8), entry.group(2));
        pages.computeIfAbsent(namespace, _ -> new ArrayList<>()).add(entry.group(3));
      } else if (tenant.matches()) {
        // So that a namespace in which nothing is left is noted to be empty.
        for (String name : statistics.namespaces(URLDecoder.decode(tenant.group(1), UTF_8))) {
          contents.computeIfAbsent(
              new Namespace(URLDecoder.decode(tenant.group(1), UTF_8), name), _ -> new Contents());
        }
      }
    }
    long removed = 0;
    for (var page : pages.entrySet()) {
      Contents each = contents.computeIfAbsent(page.getKey(), _ -> new Contents());
      removed += count(page.getKey(), page.getValue(), each);
    }
    return removed;
  }

  private long count(Namespace namespace, List<String> names, Contents each)
      throws RedisUnavailable {
    List<Optional<Long>> sizes = reads.sizes(namespace, names);
    List<String> dead = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (sizes.get(i).isPresent()) {
        each.entries++;
        each.bytes += sizes.get(i).get() + names.get(i).getBytes(UTF_8).length;
      } else {
        dead.add(names.get(i));
      }
    }
    if (!dead.isEmpty()) {
      byte[][] keys =
          dead.stream()
              .map(name -> RedisKeys.entry(RedisKeys.slot(namespace), name).getBytes(UTF_8))
              .toArray(byte[][]::new);
      redis.call(commands -> CompletableFuture.allOf(commands.unlink(keys).toCompletableFuture()));
    }
    return dead.size();
  }
}
