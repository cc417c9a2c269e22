package dev.headroom.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisUnavailable;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All caches of a process: one bounded tier in memory, one connection to Redis, one count of what
 * happens. {@link #cache} opens one.
 */
public final class Caches {
  private static final int MAX_SPACES = 10_000;

  /** One in so many hits in memory is timed; a power of two. */
  private static final int SAMPLING = 64;

  private final CacheSettings settings;
  private final Redis redis;
  private final RemoteTier remote;
  private final RemoteReads reads;
  private final InstantSource clock;
  private final Ticker ticker;
  private final RandomGenerator random;
  private final com.github.benmanes.caffeine.cache.Cache<Key, Held<?>> local;
  private final com.github.benmanes.caffeine.cache.Cache<Space, SpaceState> states;
  private final ConcurrentMap<Key, Flight<?>> flights = new ConcurrentHashMap<>();

  /**
   * Puts the caches of a process together.
   *
   * @param clock the time of day, by which entries expire
   * @param random makes versions: two processes must never share its state, so it is no seed that
   *     was drawn before a snapshot was taken; a {@link java.security.SecureRandom}
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
    this.remote = new RemoteTier(redis, random);
    this.reads = new RemoteReads(redis);
    this.clock = clock;
    this.ticker = ticker;
    this.random = random;
    this.local =
        Caffeine.newBuilder()
            .maximumWeight(settings.localBytes())
            .weigher((Key _, Held<?> held) -> held.weight())
            .build();
    this.states = Caffeine.newBuilder().maximumSize(MAX_SPACES).build();
  }

  /**
   * A cache of one namespace of one tenant. It is light: make one for each request, if need be.
   *
   * @param codec the same one each time, since values that another one decoded are decoded anew
   * @throws dev.headroom.errors.HeadroomException.Invalid when the namespace cannot be one
   */
  public <V> Cache<V> cache(String tenant, String namespace, Codec<V> codec) {
    return new Cache<>(
        new Tiers<>(
            this, state(new Space(tenant, namespace)), codec, settings.staleness().toMillis()));
  }

  /** How this process's caches behave. */
  public CacheSettings settings() {
    return settings;
  }

  RemoteReads reads() {
    return reads;
  }

  RemoteTier remote() {
    return remote;
  }

  Moment now() {
    return new Moment(ticker.read(), clock.millis());
  }

  long nanos() {
    return ticker.read();
  }

  long millis() {
    return clock.millis();
  }

  RandomGenerator random() {
    return random;
  }

  int sampling() {
    return SAMPLING;
  }

  ConcurrentMap<Key, Flight<?>> flights() {
    return flights;
  }

  SpaceState state(Space space) {
    return states.get(space, of -> new SpaceState(of, now()));
  }

  Iterable<SpaceState> states() {
    return states.asMap().values();
  }

  @Nullable Held<?> held(Key key) {
    return local.getIfPresent(key);
  }

  /** Holds an entry, unless what was held when it was fetched was replaced meanwhile. */
  @SuppressWarnings("ReferenceEquality") // it is asked whether it was replaced
  void hold(Key key, @Nullable Held<?> seen, Held<?> held) {
    if (settings.staleness().isPositive()) {
      local
          .asMap()
          .compute(
              key,
              (_, now) -> now == seen || (now != null && !now.isOf(held.codec())) ? held : now);
    }
  }

  /** Holds an entry that was written here. */
  void replace(Key key, Held<?> held) {
    local.put(key, held);
    flights.remove(key);
  }

  /** What is held in memory: entries and their bytes, estimated. */
  public LocalSize localSize() {
    local.cleanUp();
    long bytes = local.policy().eviction().map(e -> e.weightedSize().orElse(0)).orElse(0L);
    return new LocalSize(local.estimatedSize(), bytes, settings.localBytes());
  }

  /** How much of the tier in memory is in use. */
  public record LocalSize(long entries, long bytes, long maxBytes) {}

  /** A namespace was cleared: that it holds nothing is known without an audit. */
  void emptied(SpaceState state) throws RedisUnavailable {
    state.forgetGrowth();
    CacheStatistics.emptied(redis, state.space());
  }

  /** Makes a namespace known, so that whoever clears all of a tenant's finds it. */
  void register(SpaceState state) throws RedisUnavailable {
    long connection = redis.connections();
    if (connection == 0 || !state.isRegisteredIn(connection)) {
      CacheStatistics.register(redis, state.space());
      state.registeredIn(redis.connections());
    }
  }
}
