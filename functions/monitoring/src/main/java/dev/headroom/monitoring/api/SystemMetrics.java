package dev.headroom.monitoring.api;

import dev.headroom.cache.statistics.CacheStatsView;
import dev.headroom.cache.statistics.NamespaceStatistics;
import dev.headroom.cache.statistics.TenantStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All in few numbers. What is not known is null, never 0.
 *
 * @param totalCacheSizeBytes of all namespaces, estimated
 * @param activeJobs those that run
 * @param unknown why a number is not known, by its name
 */
record SystemMetrics(
    @Nullable Long totalCacheSizeBytes,
    @Nullable Long activeJobs,
    @Nullable Long pendingJobs,
    @Nullable Double cleanupPercentage,
    Map<String, String> unknown) {

  static SystemMetrics of(
      Optional<TenantStatistics> caches,
      JobMetricsReader.Metrics jobs,
      CleanupMetricsReader.Metrics cleanup) {
    Map<String, String> unknown = new TreeMap<>();
    if (caches.isEmpty()) {
      unknown.put("total_cache_size_bytes", CacheStatsView.NO_ANSWER);
    }
    if (jobs.unknown() != null) {
      unknown.put("active_jobs", jobs.unknown());
      unknown.put("pending_jobs", jobs.unknown());
    }
    if (cleanup.cleanupPercentage() == null && cleanup.reason() != null) {
      unknown.put("cleanup_percentage", cleanup.reason());
    }
    return new SystemMetrics(
        caches
            .map(of -> CacheStatsView.sum(of.namespaces().values(), NamespaceStatistics::bytes))
            .orElse(null),
        jobs.runningJobs(),
        jobs.pendingJobs(),
        cleanup.cleanupPercentage(),
        unknown);
  }
}
