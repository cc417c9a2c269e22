package dev.headroom.jobs.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cache.Cache;
import dev.headroom.cache.Caches;
import dev.headroom.cache.entry.Codec;
import dev.headroom.cache.entry.DataKind;
import dev.headroom.cache.entry.Key;
import dev.headroom.cache.statistics.CacheStatistics;
import dev.headroom.jobs.results.JobResults;

/**
 * What requests for jobs repeat, in the tenant's own caches: its statistics count them, and it can
 * clear them.
 */
final class JobCaches implements JobResults.Objects {
  private final Caches caches;
  private final CacheStatistics counted;
  private final JobResults.Objects objects;

  /**
   * @param objects what is cached of the object store
   */
  JobCaches(Caches caches, CacheStatistics counted, JobResults.Objects objects) {
    this.caches = caches;
    this.counted = counted;
    this.objects = objects;
  }

  @Override
  public JsonNode read(String tenant, String key) {
    Cache<JsonNode> cache = caches.cache(tenant, "result", Codec.ANY_JSON);
    Key object = cache.key("headroom:" + key).with(cache.options(DataKind.ANALYSIS_RESULTS));
    return cache.getOrLoad(object, () -> objects.read(tenant, key));
  }

  /** Tells what was counted. */
  void flush() {
    counted.flush();
  }
}
