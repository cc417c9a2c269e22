package dev.headroom.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisUnavailable;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.net.URLDecoder;
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
 * Counts what is really in Redis, and removes what was invalidated and would lie there until its
 * time to live is over. It passes over every key once, a page at a time, and blocks nobody; nothing
 * that is served waits for it.
 */
public final class Audit {
  /** What is looked at in one go; two calls for each of it are on their way at once. */
  private static final ScanArgs PAGE = ScanArgs.Builder.limit(250);

  /** As {@link Space#slot} and {@link RedisKeys#entry} write it. */
  private static final Pattern ENTRY =
      Pattern.compile("\\{([^/}]+)/([a-z][a-z0-9_-]*)}e:(.*)", Pattern.DOTALL);

  private static final Pattern STATISTICS = Pattern.compile("\\{([^/}]+)}statistics");

  private final Redis redis;
  private final RemoteReads reads;
  private final CacheStatistics statistics;

  /** An audit of the Redis that these caches use. */
  public Audit(Caches caches, CacheStatistics statistics, Redis redis) {
    this.reads = caches.reads();
    this.statistics = statistics;
    this.redis = redis;
  }

  /**
   * What an audit found.
   *
   * @param entries that may be served
   * @param bytes what they take, names included
   * @param removed entries that had been invalidated
   * @param complete false when the time was up before all was seen: then nothing is noted
   */
  public record Found(long entries, long bytes, long removed, boolean complete) {}

  private static final class Tally {
    private long entries;
    private long bytes;
  }

  /**
   * Passes over everything.
   *
   * @param goOn asked before each page
   * @return what was found; not complete, too, when Redis ceased to answer
   */
  public Found run(BooleanSupplier goOn) {
    var tallies = new LinkedHashMap<Space, Tally>();
    long removed = 0;
    try {
      ScanCursor cursor = ScanCursor.INITIAL;
      do {
        if (!goOn.getAsBoolean()) {
          return found(tallies, removed, false);
        }
        ScanCursor from = cursor;
        KeyScanCursor<byte[]> page =
            Objects.requireNonNull(redis.call(commands -> commands.scan(from, PAGE)));
        removed += count(page.getKeys(), tallies);
        cursor = page;
      } while (!cursor.isFinished());
      for (var tally : tallies.entrySet()) {
        statistics.audited(tally.getKey(), tally.getValue().entries, tally.getValue().bytes);
      }
      return found(tallies, removed, true);
    } catch (RedisUnavailable _) {
      return found(tallies, removed, false);
    }
  }

  private static Found found(Map<Space, Tally> tallies, long removed, boolean complete) {
    return new Found(
        tallies.values().stream().mapToLong(tally -> tally.entries).sum(),
        tallies.values().stream().mapToLong(tally -> tally.bytes).sum(),
        removed,
        complete);
  }

  private long count(List<byte[]> keys, Map<Space, Tally> tallies) throws RedisUnavailable {
    var pages = new LinkedHashMap<Space, List<String>>();
    for (byte[] key : keys) {
      String text = new String(key, UTF_8);
      Matcher entry = ENTRY.matcher(text);
      Matcher tenant = STATISTICS.matcher(text);
      if (entry.matches()) {
        var space = new Space(URLDecoder.decode(entry.group(1), UTF_8), entry.group(2));
        pages.computeIfAbsent(space, _ -> new ArrayList<>()).add(entry.group(3));
      } else if (tenant.matches()) {
        // So that a namespace in which nothing is left is told to be empty.
        for (String name : statistics.namespaces(URLDecoder.decode(tenant.group(1), UTF_8))) {
          tallies.computeIfAbsent(
              new Space(URLDecoder.decode(tenant.group(1), UTF_8), name), _ -> new Tally());
        }
      }
    }
    long removed = 0;
    for (var page : pages.entrySet()) {
      Tally tally = tallies.computeIfAbsent(page.getKey(), _ -> new Tally());
      removed += count(page.getKey(), page.getValue(), tally);
    }
    return removed;
  }

  private long count(Space space, List<String> names, Tally tally) throws RedisUnavailable {
    List<Optional<Long>> sizes = reads.sizes(space, names);
    List<String> dead = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (sizes.get(i).isPresent()) {
        tally.entries++;
        tally.bytes += sizes.get(i).get() + names.get(i).getBytes(UTF_8).length;
      } else {
        dead.add(names.get(i));
      }
    }
    if (!dead.isEmpty()) {
      byte[][] keys =
          dead.stream()
              .map(name -> RedisKeys.entry(space.slot(), name).getBytes(UTF_8))
              .toArray(byte[][]::new);
      redis.call(commands -> CompletableFuture.allOf(commands.unlink(keys).toCompletableFuture()));
    }
    return dead.size();
  }
}
