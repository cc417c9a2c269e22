package dev.headroom.monitoring.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cache.Cache;
import dev.headroom.cache.TenantCaches;
import dev.headroom.cache.statistics.CacheStatistics;
import dev.headroom.cache.statistics.CacheStatsView;
import dev.headroom.cache.statistics.TenantStatistics;
import dev.headroom.http.Request;
import dev.headroom.http.Response;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Says how everything of a tenant performs, and begins to count anew. */
final class MetricsEndpoints {
  private final TenantCaches namespaces;
  private final CacheStatistics caches;
  private final JobMetricsReader jobs;
  private final CleanupMetricsReader cleanup;
  private final InstantSource clock;

  MetricsEndpoints(
      TenantCaches namespaces,
      CacheStatistics caches,
      JobMetricsReader jobs,
      CleanupMetricsReader cleanup,
      InstantSource clock) {
    this.namespaces = namespaces;
    this.caches = caches;
    this.jobs = jobs;
    this.cleanup = cleanup;
    this.clock = clock;
  }

  /**
   * Everything.
   *
   * @param generatedAt epoch seconds with a fraction
   */
  record Metrics(
      CacheStatsView cache,
      JobMetricsReader.Metrics jobs,
      CleanupMetricsReader.Metrics cleanup,
      SystemMetrics system,
      BigDecimal generatedAt) {}

  /**
   * What a reset did.
   *
   * @param clearedNamespaces those of which every entry is invalidated
   * @param cache how its statistics stood
   * @param jobs the epoch that ended
   * @param cleanup how its metrics stood
   * @param generatedAt epoch seconds with a fraction
   */
  record Reset(
      String message,
      List<String> clearedNamespaces,
      CacheStatsView cache,
      JobMetricsReader.Ended jobs,
      CleanupMetricsReader.Metrics cleanup,
      BigDecimal generatedAt) {}

  Response metrics(Request request) {
    String tenant = request.caller().tenant();
    // The cache's first: what is read after it counts there.
    Optional<TenantStatistics> ofCaches = caches.of(tenant);
    JobMetricsReader.Metrics ofJobs = jobs.metrics(tenant);
    // The same database: once that it does not answer is long enough to wait.
    CleanupMetricsReader.Metrics ofCleanup =
        ofJobs.unknown() == null ? cleanup.metrics(tenant) : CleanupMetricsReader.Metrics.UNKNOWN;
    Instant now = clock.instant();
    return Response.ok(
        new Metrics(
            ofCaches
                .map(of -> CacheStatsView.of(of, now))
                .orElseGet(() -> CacheStatsView.unknown(now)),
            ofJobs,
            ofCleanup,
            SystemMetrics.of(ofCaches, ofJobs, ofCleanup),
            CacheStatsView.seconds(now)));
  }

  /**
   * What Redis has to do comes first: it is not asked again by itself when it does not answer, so
   * that then nothing else is reset either.
   */
  Response reset(Request request) {
    String tenant = request.caller().tenant();
    List<Cache<JsonNode>> all = namespaces.all(tenant);
    all.forEach(Cache::clear);
    TenantStatistics ofCaches = caches.reset(tenant);
    JobMetricsReader.Ended ofJobs = jobs.reset(tenant);
    CleanupMetricsReader.Metrics ofCleanup = cleanup.reset(tenant);
    Instant now = clock.instant();
    return Response.ok(
        new Reset(
            "Performance metrics reset successfully",
            all.stream().map(Cache::namespace).toList(),
            CacheStatsView.of(ofCaches, now),
            ofJobs,
            ofCleanup,
            CacheStatsView.seconds(now)));
  }
}
