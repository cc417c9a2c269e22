package dev.headroom.cache;

import dev.headroom.cache.CacheResult.Source;
import dev.headroom.cache.Flight.Fetched;
import dev.headroom.errors.HeadroomException;
import dev.headroom.redis.RedisUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One caller's request for a value that may have to be loaded. In a process one caller goes for a
 * key and the others wait for it; in the fleet one process has the lease and the others look again.
 */
final class Loading<V> {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

  /** Waited for so many flights that began too early, a caller goes by itself. */
  private static final int MAX_FLIGHTS = 3;

  private final Cache<V> cache;
  private final Caches caches;
  private final SpaceState state;
  private final Key key;
  private final Terms terms;
  private final Supplier<Optional<V>> loader;
  private final boolean absenceCounts;
  private final Moment asked;

  /**
   * @param absenceCounts whether it is an answer that there is nothing
   */
  Loading(Cache<V> cache, Key key, Supplier<Optional<V>> loader, boolean absenceCounts) {
    this.cache = cache;
    this.caches = cache.caches();
    this.state = cache.state();
    this.key = key;
    this.terms = key.terms();
    this.loader = loader;
    this.absenceCounts = absenceCounts;
    this.asked = caches.now();
    cache.checkOwn(key);
  }

  Optional<V> value() {
    return counted().value();
  }

  /** Returns what was fetched, once it is counted. */
  Fetched<V> counted() {
    CacheEvent as = CacheEvent.MISS;
    try {
      Fetched<V> fetched = caches.settings().enabled() ? fetched() : loadAlone();
      as = fetched.as();
      return fetched;
    } finally {
      state.count(as);
      state.topKeys().add(key.name(), 1);
    }
  }

  private Fetched<V> fetched() {
    for (int i = 0; i < MAX_FLIGHTS; i++) {
      var mine = new Flight<V>(cache.codec());
      Flight<?> others = caches.flights().putIfAbsent(key, mine);
      if (others == null) {
        return fly(mine);
      }
      if (others.isOfThisThread() || !others.isOf(cache.codec())) {
        // A loader that asks for what it is loading would wait for itself.
        return loadAlone();
      }
      @SuppressWarnings("unchecked") // the same codec decodes the same type
      Optional<Fetched<V>> fetched = ((Flight<V>) others).await(terms.loadLimit());
      if (fetched.isEmpty()) {
        return loadAlone();
      }
      if (isLateEnough(fetched.get()) && (absenceCounts || fetched.get().value().isPresent())) {
        return fetched.get().awaited();
      }
    }
    return loadAlone();
  }

  /** Whether a value that another caller went for may be served to this one. */
  private boolean isLateEnough(Fetched<V> fetched) {
    return !fetched.verified().isOlderThan(cache.staleness(), asked.nanos(), asked.millis())
        && (fetched.verified().isAfter(state.floor()) || fetched.verified().isAfter(asked));
  }

  private Fetched<V> fly(Flight<V> flight) {
    try {
      Fetched<V> fetched = fetch();
      flight.land(fetched);
      return fetched;
    } catch (RuntimeException | Error failure) {
      flight.crash(failure);
      throw failure;
    } finally {
      caches.flights().remove(key, flight);
    }
  }

  private Fetched<V> fetch() {
    Held<V> seen = cache.held(key);
    boolean early = seen != null && cache.isDueEarly(seen, terms, caches.millis());
    byte[] token = caches.remote().token();
    boolean claiming = false;
    boolean waited = false;
    long pause = FIRST_PAUSE.toNanos();
    try {
      caches.register(state);
      while (true) {
        Moment reading = caches.now();
        RemoteReads.Found there = read(seen, reading);
        Held<V> found = usable(there, seen, reading);
        boolean fresh = found != null && !found.isExpired(reading.millis());
        boolean same = found != null && seen != null && found.id() == seen.id();
        if (found != null && fresh) {
          caches.hold(key, seen, found);
          seen = found;
          if (!(early && same) && !cache.isDueEarly(found, terms, reading.millis())) {
            Source source = waited ? Source.AWAITED_LOAD : Source.REDIS;
            return new Fetched<>(found.value(), CacheEvent.REMOTE_HIT, source, reading);
          }
        }
        claiming = true;
        var claim = caches.remote().claim(state.space(), asks(), token, terms.loadLimit());
        boolean granted = claim.getFirst().granted();
        boolean overtaken = claim.getFirst().id() != there.id();
        if (granted && !overtaken) {
          return load(token, claim.getFirst().stamp(), Optional.ofNullable(found), seen);
        }
        if (granted) {
          // Another one stored it since it was read: it is not to be loaded again.
          release(token);
        } else if (found != null) {
          return served(found);
        }
        if (asked.millisUntil(caches.now()) > terms.loadLimit().toMillis()) {
          return loadAlone();
        }
        waited = true;
        if (!granted) {
          LockSupport.parkNanos(pause);
          pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
        }
      }
    } catch (RedisUnavailable _) {
      state.count(CacheEvent.OUTAGE);
      if (claiming) {
        // The answer may be lost, and not the claim: others would wait for it.
        release(token);
      }
      return loadWithoutRedis(seen);
    }
  }

  /** As it was when it was read, however long ago that is: it may be invalidated since. */
  private Fetched<V> served(Held<V> found) {
    Moment read = found.verified();
    if (found.isExpired(read.millis())) {
      state.count(CacheEvent.STALE);
    }
    return new Fetched<>(found.value(), CacheEvent.REMOTE_HIT, Source.REDIS, read);
  }

  private RemoteReads.Found read(@Nullable Held<V> seen, Moment reading) throws RedisUnavailable {
    RemoteReads.Found there = caches.reads().read(state.space(), Reading.ask(key, seen));
    state.remoteRead(reading, caches.now());
    return there;
  }

  /** What Redis has and may be served, also past its time to live. */
  private @Nullable Held<V> usable(
      RemoteReads.Found there, @Nullable Held<V> seen, Moment reading) {
    if (there.entry().isEmpty()) {
      return null;
    }
    Held<V> held =
        seen != null && seen.id() == there.id()
            ? seen.verifiedAt(reading)
            : Held.read(key, there.entry().get(), reading, cache.codec()).orElse(null);
    if (held == null) {
      return null;
    }
    long staleUntil = held.expiresAt() + terms.staleFor().toMillis();
    boolean usable = absenceCounts || held.value().isPresent();
    return usable && reading.millis() < staleUntil ? held : null;
  }

  private List<RemoteReads.Ask> asks() {
    return List.of(new RemoteReads.Ask(key.name(), terms.tags()));
  }

  private Fetched<V> load(
      byte[] token, byte[] stamp, Optional<Held<V>> stale, @Nullable Held<V> seen) {
    Moment begin = caches.now();
    Optional<V> value;
    try {
      value = loader.get();
      state.count(CacheEvent.LOAD);
    } catch (RuntimeException | Error failure) {
      state.count(CacheEvent.LOAD_FAILURE);
      release(token);
      if (failure instanceof RuntimeException && stale.isPresent()) {
        return served(stale.get());
      }
      throw failure;
    }
    if (value.isEmpty() && terms.absentTtl().isZero()) {
      release(token);
      return new Fetched<>(value, CacheEvent.MISS, Source.OWN_LOAD, begin);
    }
    Moment end = caches.now();
    RemoteTier.Write write;
    try {
      write = cache.write(key, value, end, begin.millisUntil(end), stamp);
    } catch (HeadroomException.TooLarge _) {
      release(token);
      return new Fetched<>(value, CacheEvent.MISS, Source.OWN_LOAD, begin);
    }
    try {
      var filled = caches.remote().fill(state.space(), List.of(write), token);
      cache.grow(filled.getValue());
      RemoteTier.Filled mine = filled.getKey().getFirst();
      if (!mine.stored() || !mine.current()) {
        return new Fetched<>(value, CacheEvent.MISS, Source.OWN_LOAD, begin);
      }
      caches.hold(key, seen, Held.of(key, value, write.entry(), end, cache.codec()));
      return new Fetched<>(value, CacheEvent.MISS, Source.OWN_LOAD, end);
    } catch (RedisUnavailable _) {
      state.count(CacheEvent.OUTAGE);
      return kept(value, begin, seen);
    }
  }

  private void release(byte[] token) {
    try {
      caches.remote().release(state.space(), List.of(key.name()), token);
    } catch (RedisUnavailable _) {
      // The lease ends by itself.
    }
  }

  private Fetched<V> loadAlone() {
    Moment begin = caches.now();
    return new Fetched<>(loaded(), CacheEvent.MISS, Source.OWN_LOAD, begin);
  }

  private Fetched<V> loadWithoutRedis(@Nullable Held<V> seen) {
    Moment begin = caches.now();
    return kept(loaded(), begin, seen);
  }

  private Optional<V> loaded() {
    try {
      Optional<V> value = loader.get();
      state.count(CacheEvent.LOAD);
      return value;
    } catch (RuntimeException | Error failure) {
      state.count(CacheEvent.LOAD_FAILURE);
      throw failure;
    }
  }

  /**
   * Keeps a value in memory alone. Whether it is invalidated cannot be seen, so it is served for Δ
   * from when its load began.
   */
  private Fetched<V> kept(Optional<V> value, Moment begin, @Nullable Held<V> seen) {
    if (value.isPresent()) {
      try {
        StoredEntry entry = cache.write(key, value, begin, 0, new byte[0]).entry();
        caches.hold(key, seen, Held.of(key, value, entry, begin, cache.codec()));
      } catch (HeadroomException.TooLarge _) {
        // It is served, and not kept.
      }
    }
    return new Fetched<>(value, CacheEvent.MISS, Source.OWN_LOAD, begin);
  }
}
