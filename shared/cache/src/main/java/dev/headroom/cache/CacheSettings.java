package dev.headroom.cache;

import dev.headroom.cache.entry.DataKind;
import dev.headroom.cache.entry.EntryOptions;
import dev.headroom.settings.Settings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * The settings of all caches of a process.
 *
 * @param enabled when false, nothing is kept and whatever is requested is loaded
 * @param staleness Δ: how long after an invalidation was acknowledged a read may still serve what
 *     it removed; 0 makes every read ask Redis
 * @param localBytes the bound of this process's tier
 * @param ttls the time to live of each kind of data
 */
public record CacheSettings(
    boolean enabled, Duration staleness, long localBytes, Map<DataKind, Duration> ttls) {
  /** The largest value, in bytes before compression. */
  public static final int MAX_VALUE_BYTES = 1024 * 1024;

  /** The settings of a process that sets none. */
  public static final CacheSettings USUAL =
      new CacheSettings(true, Duration.ofSeconds(1), 64L * 1024 * 1024, usualTtls());

  /** Reads {@code CACHE_*}; {@link Settings#check} reports faults. */
  public static CacheSettings read(Settings settings) {
    var ttls = new EnumMap<DataKind, Duration>(DataKind.class);
    for (DataKind kind : DataKind.values()) {
      int usual = Math.toIntExact(kind.usualTtl().toSeconds());
      int max = Math.toIntExact(EntryOptions.MAX_TTL.toSeconds());
      ttls.put(kind, Duration.ofSeconds(settings.integer(kind.variable(), usual, 1, max)));
    }
    return new CacheSettings(
        settings.flag("CACHE_ENABLED", true),
        Duration.ofMillis(settings.integer("CACHE_STALENESS_MS", 1_000, 0, 60_000)),
        settings.integer("CACHE_LOCAL_MB", 64, 1, 8_192) * 1024L * 1024L,
        Map.copyOf(ttls));
  }

  /** Returns the same settings with another Δ. */
  public CacheSettings withStaleness(Duration other) {
    return new CacheSettings(enabled, other, localBytes, ttls);
  }

  Duration ttl(DataKind kind) {
    return ttls.getOrDefault(kind, kind.usualTtl());
  }

  private static Map<DataKind, Duration> usualTtls() {
    var ttls = new EnumMap<DataKind, Duration>(DataKind.class);
    for (DataKind kind : DataKind.values()) {
      ttls.put(kind, kind.usualTtl());
    }
    return Map.copyOf(ttls);
  }
}
