package dev.headroom.cache;

import dev.headroom.cache.RemoteReads.Ask;
import dev.headroom.cache.RemoteReads.Found;
import dev.headroom.cache.RemoteTier.Claim;
import dev.headroom.cache.RemoteTier.Write;
import dev.headroom.errors.HeadroomException;
import dev.headroom.redis.RedisUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** One request for several entries: what is not in memory is read in one round trip. */
final class Batch<V> {
  private final Cache<V> cache;
  private final Caches caches;
  private final SpaceState state;
  private final Set<Key> keys;

  /** What was there when it was read: 0 where there was nothing. */
  private final Map<Key, Long> ids = new HashMap<>();

  /** What was held in memory when it was read. */
  private final Map<Key, Held<V>> seen = new HashMap<>();

  Batch(Cache<V> cache, Collection<Key> keys) {
    this.cache = cache;
    this.caches = cache.caches();
    this.state = cache.state();
    this.keys = new LinkedHashSet<>(keys);
    keys.forEach(cache::checkOwn);
  }

  /** The values that are there, in the order in which they were asked for. */
  Map<Key, V> get() {
    return values(held());
  }

  Map<Key, Entry<V>> entries() {
    var entries = new LinkedHashMap<Key, Entry<V>>();
    Map<Key, Held<V>> held = held();
    keys.forEach(
        key ->
            Optional.ofNullable(held.get(key))
                .flatMap(Held::entry)
                .ifPresent(entry -> entries.put(key, entry)));
    return entries;
  }

  private Map<Key, Held<V>> held() {
    var held = new LinkedHashMap<Key, Held<V>>();
    List<Key> missing = localMisses(held);
    try {
      read(missing, held);
    } catch (RedisUnavailable _) {
      state.count(CacheEvent.OUTAGE);
    }
    missing.stream().filter(key -> !held.containsKey(key)).forEach(cache.reading()::missed);
    return held;
  }

  Map<Key, V> getOrLoad(Function<Set<Key>, Map<Key, V>> loader) {
    var held = new LinkedHashMap<Key, Held<V>>();
    List<Key> missing = localMisses(held);
    if (missing.isEmpty()) {
      return values(held);
    }
    var loaded = new LinkedHashMap<Key, V>();
    try {
      loaded.putAll(
          caches.settings().enabled()
              ? readAndLoad(missing, held, loader)
              : loaded(new LinkedHashSet<>(missing), loader));
    } catch (RedisUnavailable _) {
      state.count(CacheEvent.OUTAGE);
      missing.removeIf(held::containsKey);
      loaded.putAll(loadWithoutRedis(missing, loader));
    }
    var found = new LinkedHashMap<Key, V>();
    Map<Key, V> cached = values(held);
    for (Key key : keys) {
      V value = cached.containsKey(key) ? cached.get(key) : loaded.get(key);
      if (value != null) {
        found.put(key, value);
      }
    }
    return found;
  }

  private Map<Key, V> readAndLoad(
      List<Key> missing, Map<Key, Held<V>> held, Function<Set<Key>, Map<Key, V>> loader)
      throws RedisUnavailable {
    caches.register(state);
    read(missing, held);
    missing.removeIf(held::containsKey);
    return load(missing, loader);
  }

  /** Fills in what is in memory, and tells what is not. */
  private List<Key> localMisses(Map<Key, Held<V>> held) {
    var missing = new ArrayList<Key>();
    for (Key key : keys) {
      Held<V> local = caches.settings().enabled() ? cache.local(key, true) : null;
      if (local == null) {
        missing.add(key);
      } else {
        held.put(key, local);
      }
    }
    return missing;
  }

  /** Fills in what Redis has. */
  private void read(List<Key> missing, Map<Key, Held<V>> held) throws RedisUnavailable {
    if (missing.isEmpty() || !caches.settings().enabled()) {
      return;
    }
    var asks = new ArrayList<Ask>(missing.size());
    for (Key key : missing) {
      Held<V> before = cache.held(key);
      if (before != null) {
        seen.put(key, before);
      }
      asks.add(Reading.ask(key, before));
    }
    Moment reading = caches.now();
    List<Found> there = caches.reads().read(state.space(), asks);
    state.remoteRead(reading, caches.now());
    for (int i = 0; i < missing.size(); i++) {
      Key key = missing.get(i);
      ids.put(key, there.get(i).id());
      Held<V> found = cache.reading().held(key, there.get(i), seen.get(key), reading);
      if (found != null) {
        held.put(key, found);
      }
    }
  }

  private Map<Key, V> load(List<Key> missing, Function<Set<Key>, Map<Key, V>> loader)
      throws RedisUnavailable {
    if (missing.isEmpty()) {
      return Map.of();
    }
    byte[] token = caches.remote().token();
    List<Ask> asks = missing.stream().map(key -> new Ask(key.name(), key.terms().tags())).toList();
    List<Claim> claims = caches.remote().claim(state.space(), asks, token, loadLimit(missing));
    var mine = new LinkedHashMap<Key, Claim>();
    var others = new ArrayList<Key>();
    var overtaken = new LinkedHashSet<Key>();
    for (int i = 0; i < missing.size(); i++) {
      Key key = missing.get(i);
      Claim claim = claims.get(i);
      if (claim.granted() && claim.id() == ids.getOrDefault(key, 0L)) {
        mine.put(key, claim);
      } else {
        others.add(key);
        if (claim.granted()) {
          overtaken.add(key);
        }
      }
    }
    if (!overtaken.isEmpty()) {
      release(overtaken, token);
    }
    var uncounted = new LinkedHashSet<>(others);
    try {
      var found = new LinkedHashMap<Key, V>(mine.isEmpty() ? Map.of() : load(mine, token, loader));
      for (Key key : others) {
        uncounted.remove(key);
        Supplier<Optional<V>> one = () -> Optional.ofNullable(loader.apply(Set.of(key)).get(key));
        new Loading<>(cache, key, one, true).value().ifPresent(value -> found.put(key, value));
      }
      return found;
    } catch (RuntimeException | Error failure) {
      uncounted.forEach(cache.reading()::missed);
      throw failure;
    }
  }

  private Map<Key, V> load(
      Map<Key, Claim> claims, byte[] token, Function<Set<Key>, Map<Key, V>> loader) {
    Moment begin = caches.now();
    Map<Key, V> loaded;
    try {
      loaded = loaded(claims.keySet(), loader);
    } catch (RuntimeException | Error failure) {
      release(claims.keySet(), token);
      throw failure;
    }
    Moment end = caches.now();
    var writes = new LinkedHashMap<Key, Write>();
    claims.forEach(
        (key, claim) ->
            write(key, Optional.ofNullable(loaded.get(key)), begin, end, claim)
                .ifPresent(write -> writes.put(key, write)));
    var unwritten = new LinkedHashSet<>(claims.keySet());
    unwritten.removeAll(writes.keySet());
    if (!unwritten.isEmpty()) {
      release(unwritten, token);
    }
    fill(writes, loaded, token, begin, end);
    return loaded;
  }

  private Optional<Write> write(Key key, Optional<V> value, Moment begin, Moment end, Claim claim) {
    if (value.isEmpty() && key.terms().absentTtl().isZero()) {
      return Optional.empty();
    }
    try {
      return Optional.of(cache.write(key, value, end, begin.millisUntil(end), claim.stamp()));
    } catch (HeadroomException.TooLarge _) {
      return Optional.empty();
    }
  }

  private void fill(
      Map<Key, Write> writes, Map<Key, V> loaded, byte[] token, Moment begin, Moment end) {
    if (writes.isEmpty()) {
      return;
    }
    List<Key> order = List.copyOf(writes.keySet());
    try {
      var filled = caches.remote().fill(state.space(), List.copyOf(writes.values()), token);
      cache.grow(filled.getValue());
      for (int i = 0; i < order.size(); i++) {
        var mine = filled.getKey().get(i);
        if (mine.stored() && mine.current()) {
          hold(order.get(i), writes, loaded, end);
        }
      }
    } catch (RedisUnavailable _) {
      state.count(CacheEvent.OUTAGE);
      order.forEach(key -> hold(key, writes, loaded, begin));
    }
  }

  private void hold(Key key, Map<Key, Write> writes, Map<Key, V> loaded, Moment verified) {
    Write write = writes.get(key);
    if (write != null) {
      Optional<V> value = Optional.ofNullable(loaded.get(key));
      caches.hold(key, seen.get(key), Held.of(key, value, write.entry(), verified, cache.codec()));
    }
  }

  private Map<Key, V> loadWithoutRedis(List<Key> missing, Function<Set<Key>, Map<Key, V>> loader) {
    if (missing.isEmpty()) {
      return Map.of();
    }
    Moment begin = caches.now();
    Map<Key, V> loaded = loaded(new LinkedHashSet<>(missing), loader);
    var nothing = new Claim(false, 0, new byte[0]);
    var writes = new LinkedHashMap<Key, Write>();
    loaded.forEach(
        (key, value) ->
            write(key, Optional.of(value), begin, begin, nothing)
                .ifPresent(write -> writes.put(key, write)));
    writes.keySet().forEach(key -> hold(key, writes, loaded, begin));
    return loaded;
  }

  private Map<Key, V> loaded(Set<Key> missing, Function<Set<Key>, Map<Key, V>> loader) {
    missing.forEach(cache.reading()::missed);
    try {
      Map<Key, V> loaded = loader.apply(Set.copyOf(missing));
      state.count(CacheEvent.LOAD);
      return loaded;
    } catch (RuntimeException | Error failure) {
      state.count(CacheEvent.LOAD_FAILURE);
      throw failure;
    }
  }

  private void release(Set<Key> claimed, byte[] token) {
    try {
      caches.remote().release(state.space(), claimed.stream().map(Key::name).toList(), token);
    } catch (RedisUnavailable _) {
      // The leases end by themselves.
    }
  }

  private static Duration loadLimit(List<Key> keys) {
    return keys.stream()
        .map(key -> key.terms().loadLimit())
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private static <V> Map<Key, V> values(Map<Key, Held<V>> held) {
    var values = new LinkedHashMap<Key, V>();
    held.forEach((key, entry) -> entry.value().ifPresent(value -> values.put(key, value)));
    return values;
  }
}
