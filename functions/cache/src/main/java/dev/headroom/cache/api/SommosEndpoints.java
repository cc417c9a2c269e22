package dev.headroom.cache.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cache.Cache;
import dev.headroom.cache.entry.Entry;
import dev.headroom.cache.entry.Key;
import dev.headroom.cache.statistics.CacheStatistics;
import dev.headroom.cache.statistics.CacheStatsView;
import dev.headroom.cache.statistics.NamespaceStatistics;
import dev.headroom.cache.statistics.TenantStatistics;
import dev.headroom.http.Request;
import dev.headroom.http.Response;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The endpoints of the cache in SommOS's dialect. */
final class SommosEndpoints {
  /** The assumed size of an entry as long as there is none. */
  private static final long USUAL_ENTRY_BYTES = 1_024;

  private final CallerCaches namespaces;
  private final CacheStatistics statistics;
  private final InstantSource clock;
  private final long maxBytes;

  /**
   * @param maxBytes how large Redis may grow
   */
  SommosEndpoints(
      CallerCaches namespaces, CacheStatistics statistics, InstantSource clock, long maxBytes) {
    this.namespaces = namespaces;
    this.statistics = statistics;
    this.clock = clock;
    this.maxBytes = maxBytes;
  }

  /**
   * The statistics of a tenant's caches, and how full they are.
   *
   * @param hitRate 0 to 1; null when there were no requests
   * @param size entries, estimated
   * @param maxSize entries of the present mean size for which there is room
   * @param utilization of the room, 0 to 1
   * @param memoryUsage bytes, estimated
   */
  record Statistics(
      @Nullable Long hits,
      @Nullable Long misses,
      @Nullable Double hitRate,
      @Nullable Long sets,
      @Nullable Long deletes,
      @Nullable Long size,
      @Nullable Long maxSize,
      @Nullable Double utilization,
      @Nullable Long memoryUsage,
      @Nullable String unknown) {}

  /**
   * An entry that was set.
   *
   * @param ttl in milliseconds
   */
  record Stored(String key, String namespace, long ttl, List<String> tags, boolean stored) {}

  /**
   * An entry that was found.
   *
   * @param ttl what is left of it, in milliseconds
   */
  record Value(String key, String namespace, JsonNode value, long ttl, List<String> tags) {}

  Response statistics(Request request) {
    return Response.ok(
        statistics
            .of(request.caller().tenant())
            .map(this::view)
            .orElseGet(
                () ->
                    new Statistics(
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        CacheStatsView.NO_ANSWER)));
  }

  private Statistics view(TenantStatistics of) {
    Collection<NamespaceStatistics> all = of.namespaces().values();
    long hits = CacheStatsView.sum(all, NamespaceStatistics::hits);
    long misses = CacheStatsView.sum(all, NamespaceStatistics::misses);
    long size = CacheStatsView.sum(all, NamespaceStatistics::entries);
    long bytes = CacheStatsView.sum(all, NamespaceStatistics::bytes);
    long each = size == 0 || bytes == 0 ? USUAL_ENTRY_BYTES : Math.max(1, bytes / size);
    long requests = hits + misses;
    return new Statistics(
        hits,
        misses,
        requests == 0 ? null : CacheStatsView.rounded((double) hits / requests, 4),
        CacheStatsView.sum(all, NamespaceStatistics::sets),
        CacheStatsView.sum(all, NamespaceStatistics::deletes),
        size,
        maxBytes / each,
        (double) bytes / maxBytes,
        bytes,
        null);
  }

  Response set(Request request, SommosSetRequest body) {
    Cache<JsonNode> cache = namespaces.of(request, body.namespace());
    Key key = body.in(cache);
    boolean stored = cache.put(key, body.presentValue());
    return Response.ok(
        new Stored(
            key.name(),
            cache.namespace(),
            key.options().ttl().toMillis(),
            key.options().tags(),
            stored));
  }

  Response get(Request request) {
    Cache<JsonNode> cache = namespaces.asked(request).strict();
    Key key = cache.key(request.pathParameter("key"));
    Entry<JsonNode> entry =
        Optional.ofNullable(cache.entries(List.of(key)).get(key))
            .orElseThrow(() -> EntryEndpoints.unknown(key.name()));
    long left = Math.max(0, entry.expiresAt().toEpochMilli() - clock.millis());
    return Response.ok(new Value(key.name(), cache.namespace(), entry.value(), left, entry.tags()));
  }
}
