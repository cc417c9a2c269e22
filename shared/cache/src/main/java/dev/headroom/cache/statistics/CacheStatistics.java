package dev.headroom.cache.statistics;

import dev.headroom.cache.clock.DualClock;
import dev.headroom.cache.entry.Namespace;
import dev.headroom.errors.HeadroomException;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisUnavailable;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The statistics of tenants' caches, in all processes. A reset begins a new epoch; what happened
 * before it and is reported after it is counted in the new one, and so nothing is lost.
 */
public final class CacheStatistics {
  /** At most this many of the keys that are requested most are known of a namespace. */
  public static final int MAX_TOP_KEYS = 1_000;

  private final StatisticsStore store;
  private final CountReporter reporter;
  private final TopKeys topKeys;
  private final DualClock clock;

  /**
   * Opens the statistics that lie in a Redis; {@code Caches.statistics()} does so.
   *
   * @param counters those of all namespaces that this process uses
   * @param random makes marks that no other process makes
   */
  public CacheStatistics(
      Redis redis,
      Supplier<? extends Iterable<NamespaceCounters>> counters,
      DualClock clock,
      RandomGenerator random) {
    this.store = new StatisticsStore(redis);
    this.reporter = new CountReporter(store, counters, clock, random);
    this.topKeys = new TopKeys(redis, counters, clock);
    this.clock = clock;
  }

  /**
   * Reports what this process counted since the last time. Call it at the end of an invocation,
   * since the process may then be frozen; elsewhere, every second. What Redis does not answer is
   * reported later.
   */
  public void flush() {
    reporter.report();
    topKeys.reportIfDue();
  }

  /**
   * Returns a tenant's statistics, with all that this process counted.
   *
   * @return empty when Redis does not answer
   */
  public Optional<TenantStatistics> of(String tenant) {
    flush();
    try {
      return Optional.of(store.read(tenant));
    } catch (RedisUnavailable _) {
      return Optional.empty();
    }
  }

  /**
   * Begins a new epoch of a tenant's statistics.
   *
   * @return how the old one ended
   * @throws HeadroomException.Unavailable when Redis does not answer
   */
  public TenantStatistics reset(String tenant) {
    flush();
    try {
      return store.reset(tenant, clock.millis());
    } catch (RedisUnavailable e) {
      throw new HeadroomException.Unavailable(
          "The cache does not answer. Its statistics may or may not have been reset. Try again.",
          e);
    }
  }

  /**
   * Returns the names that are requested most, the most requested first.
   *
   * @return none when Redis does not answer
   */
  public List<String> mostAsked(String tenant, String namespace, int atMost) {
    topKeys.report();
    try {
      return topKeys.first(new Namespace(tenant, namespace), atMost);
    } catch (RedisUnavailable _) {
      return List.of();
    }
  }
}
