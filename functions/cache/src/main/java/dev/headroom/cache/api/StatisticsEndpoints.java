package dev.headroom.cache.api;

import dev.headroom.cache.Caches;
import dev.headroom.cache.local.LocalSize;
import dev.headroom.cache.statistics.CacheStatistics;
import dev.headroom.cache.statistics.CacheStatsView;
import dev.headroom.cache.statistics.NamespaceStatistics;
import dev.headroom.cache.statistics.TenantStatistics;
import dev.headroom.http.Request;
import dev.headroom.http.Response;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The endpoints that show what a tenant's caches did and what they hold. */
final class StatisticsEndpoints {
  private static final double BYTES_PER_MEGABYTE = 1_048_576;

  private final Caches caches;
  private final CacheStatistics statistics;
  private final InstantSource clock;

  StatisticsEndpoints(Caches caches, CacheStatistics statistics, InstantSource clock) {
    this.caches = caches;
    this.statistics = statistics;
    this.clock = clock;
  }

  record Reset(String message, CacheStatsView before) {}

  /**
   * The memory that a tenant's entries take.
   *
   * @param estimatedEntries the number of entries in Redis
   * @param estimatedMemoryMb what they take, in 1,048,576 bytes, as stored
   * @param auditedAt when the oldest of the counts was made; null when one never was
   * @param local what the memory of the process that answers holds, of all tenants
   * @param generatedAt epoch seconds with a fraction
   */
  record Memory(
      @Nullable Long estimatedEntries,
      @Nullable Double estimatedMemoryMb,
      @Nullable Instant auditedAt,
      LocalSize local,
      @Nullable String unknown,
      BigDecimal generatedAt) {}

  Response statistics(Request request) {
    return Response.ok(
        statistics
            .of(request.caller().tenant())
            .map(of -> CacheStatsView.of(of, clock.instant()))
            .orElseGet(() -> CacheStatsView.unknown(clock.instant())));
  }

  Response reset(Request request) {
    TenantStatistics before = statistics.reset(request.caller().tenant());
    return Response.ok(
        new Reset(
            "Cache statistics cleared successfully", CacheStatsView.of(before, clock.instant())));
  }

  Response memory(Request request) {
    Optional<Collection<NamespaceStatistics>> known =
        statistics.of(request.caller().tenant()).map(of -> of.namespaces().values());
    return Response.ok(
        new Memory(
            known.map(all -> CacheStatsView.sum(all, NamespaceStatistics::entries)).orElse(null),
            known
                .map(all -> CacheStatsView.sum(all, NamespaceStatistics::bytes))
                .map(bytes -> CacheStatsView.rounded(bytes / BYTES_PER_MEGABYTE, 6))
                .orElse(null),
            known.flatMap(StatisticsEndpoints::auditedAt).orElse(null),
            caches.localSize(),
            known.isPresent() ? null : CacheStatsView.NO_ANSWER,
            CacheStatsView.seconds(clock.instant())));
  }

  private static Optional<Instant> auditedAt(Collection<NamespaceStatistics> all) {
    boolean each = all.stream().allMatch(of -> of.auditedAt().isPresent());
    return each
        ? all.stream().flatMap(of -> of.auditedAt().stream()).min(Comparator.naturalOrder())
        : Optional.empty();
  }
}
