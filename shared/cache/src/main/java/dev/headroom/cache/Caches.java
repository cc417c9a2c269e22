package dev.headroom.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.headroom.cache.clock.DualClock;
import dev.headroom.cache.entry.Codec;
import dev.headroom.cache.entry.Key;
import dev.headroom.cache.entry.Namespace;
import dev.headroom.cache.local.CachedEntry;
import dev.headroom.cache.local.LocalSize;
import dev.headroom.cache.local.LocalTier;
import dev.headroom.cache.remote.RemoteReads;
import dev.headroom.cache.remote.RemoteTier;
import dev.headroom.cache.statistics.CacheStatistics;
import dev.headroom.cache.statistics.NamespaceCounters;
import dev.headroom.cache.statistics.StatisticsStore;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisUnavailable;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;

/**
 * All caches of a process: one bounded tier in memory, one connection to Redis, one count of what
 * happens. {@link #cache} opens one.
 */
public final class Caches {
  private static final int MAX_NAMESPACES = 10_000;

  private final CacheSettings settings;
  private final Redis redis;
  private final LocalTier local;
  private final RemoteTier remote;
  private final RemoteReads reads;
  private final DualClock clock;
  private final RandomGenerator random;
  private final StatisticsStore namespaces;
  private final CacheStatistics statistics;
  private final com.github.benmanes.caffeine.cache.Cache<Namespace, NamespaceState> states;
  private final ConcurrentMap<Key, Flight<?>> flights = new ConcurrentHashMap<>();

  /**
   * Puts the caches of a process together.
   *
   * @param clock the time of day, by which entries expire
   * @param random makes versions. Two processes must never share its state, so it must not be
   *     seeded before a snapshot is taken; use a {@link java.security.SecureRandom}
   */
  public Caches(CacheSettings settings, Redis redis, InstantSource clock, RandomGenerator random) {
    this(settings, redis, clock, Ticker.systemTicker(), random);
  }

  Caches(
      CacheSettings settings,
      Redis redis,
      InstantSource clock,
      Ticker ticker,
      RandomGenerator random) {
    this.settings = settings;
    this.redis = redis;
    this.local = new LocalTier(settings.localBytes(), settings.staleness().isPositive());
    this.remote = new RemoteTier(redis, random);
    this.reads = new RemoteReads(redis);
    this.clock = new DualClock(ticker, clock);
    this.random = random;
    this.states = Caffeine.newBuilder().maximumSize(MAX_NAMESPACES).build();
    this.namespaces = new StatisticsStore(redis);
    this.statistics = new CacheStatistics(redis, this::counters, this.clock, random);
  }

  /**
   * Returns a cache of one namespace of one tenant. It is light: make one for each request, if need
   * be.
   *
   * @param namespace 1 to 64 of a to z, 0 to 9, - and _, beginning with a letter
   * @param codec the same one each time, since values that another one decoded are decoded anew
   * @throws dev.headroom.errors.HeadroomException.Invalid when the namespace cannot be one
   */
  public <V> Cache<V> cache(String tenant, String namespace, Codec<V> codec) {
    NamespaceState state = state(new Namespace(tenant, namespace));
    return new Cache<>(new Tiers<>(this, state, codec, settings.staleness().toMillis()));
  }

  /** Returns how this process's caches behave. */
  public CacheSettings settings() {
    return settings;
  }

  /** Returns what the caches of all processes did, to which this process reports. */
  public CacheStatistics statistics() {
    return statistics;
  }

  /** Returns how much of the tier in memory is in use. */
  public LocalSize localSize() {
    return local.size();
  }

  LocalTier local() {
    return local;
  }

  RemoteReads reads() {
    return reads;
  }

  RemoteTier remote() {
    return remote;
  }

  DualClock clock() {
    return clock;
  }

  RandomGenerator random() {
    return random;
  }

  ConcurrentMap<Key, Flight<?>> flights() {
    return flights;
  }

  private NamespaceState state(Namespace namespace) {
    return states.get(namespace, of -> new NamespaceState(of, clock.now()));
  }

  private List<NamespaceCounters> counters() {
    return states.asMap().values().stream().map(NamespaceState::counters).toList();
  }

  /** Holds an entry that was written here; whoever is fetching the key fetches it for nobody. */
  void replace(Key key, CachedEntry<?> entry) {
    local.replace(key, entry);
    flights.remove(key);
  }

  /** Notes that a namespace was cleared, so that this is known without an audit. */
  void emptied(NamespaceState state) throws RedisUnavailable {
    state.counters().forgetGrowth();
    namespaces.emptied(state.namespace());
  }

  /** Makes a namespace known, so that whoever clears all of a tenant's finds it. */
  void register(NamespaceState state) throws RedisUnavailable {
    long connection = redis.connections();
    if (connection == 0 || !state.isRegisteredIn(connection)) {
      namespaces.register(state.namespace());
      state.registeredIn(redis.connections());
    }
  }
}
