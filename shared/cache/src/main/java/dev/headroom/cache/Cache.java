package dev.headroom.cache;

import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import dev.headroom.redis.RedisUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cache of one namespace of one tenant: this process's memory over Redis.
 *
 * <p><b>The promise.</b> A read that begins later than Δ ({@link CacheSettings#staleness}) after an
 * invalidation was acknowledged does not serve what it removed, in whichever process it is; that of
 * a {@link #strict} cache does not from that moment on. Nothing that was loaded before an
 * invalidation can come back after it. What is served for a key was loaded or put for that key.
 * When Redis does not answer, values are loaded, by one caller of a process at a time; nothing
 * fails but {@link #invalidateTags} and its siblings, since what they cannot promise they must not.
 *
 * <p>Values must not be changed once they are in a cache.
 */
public final class Cache<V> {
  private final Caches caches;
  private final SpaceState state;
  private final Codec<V> codec;
  private final long staleness;
  private final boolean local;
  private final Terms usual;
  private final Reading<V> reading;

  Cache(Caches caches, SpaceState state, Codec<V> codec, Duration staleness) {
    this.caches = caches;
    this.state = state;
    this.codec = codec;
    this.staleness = staleness.toMillis();
    this.local = staleness.isPositive();
    this.usual = terms(DataKind.DEFAULT);
    this.reading = new Reading<>(this);
  }

  /** The same cache, whose reads ask Redis each time. */
  public Cache<V> strict() {
    return new Cache<>(caches, state, codec, Duration.ZERO);
  }

  /** The namespace's name. */
  public String namespace() {
    return state.space().name();
  }

  /** The terms on which a kind of data is kept. */
  public Terms terms(DataKind kind) {
    return Terms.of(caches.settings().ttl(kind));
  }

  /**
   * Names an entry that is kept as {@code CACHE_DEFAULT_TTL} says.
   *
   * @throws HeadroomException.Invalid when the name is empty or too long
   */
  public Key key(String name) {
    return new Key(state.space(), name, usual);
  }

  /** Names entries such as {@code search:results:{session_id}}, kept as long as their kind is. */
  public KeyTemplate template(String template, DataKind kind) {
    return template(template, terms(kind));
  }

  /** Names entries such as {@code search:results:{session_id}}, kept on these terms. */
  public KeyTemplate template(String template, Terms terms) {
    return new KeyTemplate(state.space(), template, terms);
  }

  /**
   * A function whose results are cached.
   *
   * @param template with one variable, which is the argument
   */
  public <A> Function<A, V> cached(
      String template, DataKind kind, Function<? super A, ? extends V> function) {
    KeyTemplate keys = template(template, kind);
    return argument -> getOrLoad(keys.key(argument), () -> function.apply(argument));
  }

  /** A supplier whose result is cached. */
  public Supplier<V> cached(Key key, Supplier<? extends V> supplier) {
    return () -> getOrLoad(key, supplier);
  }

  /** What is cached; empty when there is nothing, or Redis does not answer. */
  public Optional<V> get(Key key) {
    Held<V> held = local(key, true);
    if (held == null) {
      held = reading.one(key);
    }
    return held == null ? Optional.empty() : held.value();
  }

  /**
   * What is cached, or else what is loaded, by one caller in the fleet while others wait for it.
   *
   * @param loader what it throws is thrown here
   */
  public V getOrLoad(Key key, Supplier<? extends V> loader) {
    Held<V> held = local(key, false);
    return held == null
        ? new Loading<>(this, key, () -> Optional.of(loader.get()), false).value().orElseThrow()
        : held.value().orElseThrow();
  }

  /**
   * Returns what is cached, or else what is loaded, as {@link #getOrLoad} does, and says whether it
   * was a hit, a load of this request, or one that it waited for.
   *
   * @param loader what it throws is thrown here
   */
  public CacheResult<V> getOrLoadWithSource(Key key, Supplier<? extends V> loader) {
    Held<V> held = local(key, false);
    if (held != null) {
      return new CacheResult<>(held.value().orElseThrow(), CacheResult.Source.MEMORY);
    }
    var fetched = new Loading<>(this, key, () -> Optional.of(loader.get()), false).counted();
    return new CacheResult<>(fetched.value().orElseThrow(), fetched.source());
  }

  /** As {@link #getOrLoad}; that there is nothing is remembered for {@link Terms#absentTtl}. */
  public Optional<V> findOrLoad(Key key, Supplier<Optional<V>> loader) {
    Held<V> held = local(key, true);
    return held == null ? new Loading<>(this, key, loader, true).value() : held.value();
  }

  /** As {@link #getAll}, with what is known of each beside its value. */
  public Map<Key, Entry<V>> entries(Collection<Key> keys) {
    return new Batch<>(this, keys).entries();
  }

  /** What is cached of several; those that are not there are left out. */
  public Map<Key, V> getAll(Collection<Key> keys) {
    return new Batch<>(this, keys).get();
  }

  /**
   * What is cached of several, and the rest loaded at once.
   *
   * @param loader is given those that are missing; that one is not in its answer is remembered for
   *     {@link Terms#absentTtl}
   */
  public Map<Key, V> getOrLoadAll(Collection<Key> keys, Function<Set<Key>, Map<Key, V>> loader) {
    return new Batch<>(this, keys).getOrLoad(loader);
  }

  /**
   * Puts a value, whatever was there.
   *
   * @return false when Redis did not answer: then it may or may not be there for others
   * @throws HeadroomException.TooLarge when it is larger than {@link CacheSettings#MAX_VALUE_BYTES}
   */
  public boolean put(Key key, V value) {
    return putAll(Map.of(key, value));
  }

  /** As {@link #put}, all in one round trip. */
  public boolean putAll(Map<Key, V> values) {
    if (!caches.settings().enabled() || values.isEmpty()) {
      return values.isEmpty();
    }
    values.keySet().forEach(this::checkOwn);
    Moment begin = caches.now();
    var writes = new ArrayList<RemoteTier.Write>(values.size());
    values.forEach(
        (key, value) -> writes.add(write(key, Optional.of(value), begin, 0, new byte[0])));
    boolean stored = store(writes);
    int at = 0;
    for (var each : values.entrySet()) {
      StoredEntry entry = writes.get(at++).entry();
      Held<V> held = Held.of(each.getKey(), Optional.of(each.getValue()), entry, begin, codec);
      caches.replace(each.getKey(), held);
    }
    state.count(CacheEvent.SET, values.size());
    return stored;
  }

  private boolean store(List<RemoteTier.Write> writes) {
    try {
      caches.register(state);
      grow(caches.remote().put(state.space(), writes));
      return true;
    } catch (RedisUnavailable _) {
      state.count(CacheEvent.OUTAGE);
      return false;
    }
  }

  /**
   * Removes an entry.
   *
   * @throws HeadroomException.Unavailable when Redis does not answer: it may still be served
   */
  public void remove(Key key) {
    removeAll(List.of(key));
  }

  /** As {@link #remove}, all in one round trip. */
  public void removeAll(Collection<Key> keys) {
    if (keys.isEmpty()) {
      return;
    }
    keys.forEach(this::checkOwn);
    keys.forEach(this::drop);
    List<String> names = keys.stream().map(Key::name).toList();
    acknowledged(() -> grow(caches.remote().remove(state.space(), names)));
    keys.forEach(this::drop);
    state.count(CacheEvent.DELETE, keys.size());
  }

  private void drop(Key key) {
    caches.replace(key, Held.removed(key, codec));
  }

  /**
   * Invalidates all entries that have one of these tags, at the price of one write for each tag.
   *
   * @throws HeadroomException.Unavailable when Redis does not answer: they may still be served
   */
  public void invalidateTags(String... tags) {
    invalidate(List.of(tags), Optional.empty());
  }

  /** Invalidates all entries whose names begin so; see {@link #invalidate}. */
  public void invalidatePrefix(String prefix) {
    invalidate(List.of(), Optional.of(prefix));
  }

  /**
   * Invalidates entries that have one of the tags, or whose names begin with the prefix: one write
   * for each, whatever it covers. A prefix that ends with one of a name's first four colons is
   * exact for ever. Of others a namespace remembers 32; the one after those invalidates all of it.
   *
   * @throws HeadroomException.Invalid when a tag or the prefix cannot be one
   * @throws HeadroomException.Unavailable when Redis does not answer: they may still be served
   */
  public void invalidate(Collection<String> tags, Optional<String> prefix) {
    checkInvalidation(tags, prefix);
    String slot = state.space().slot();
    var versions = new ArrayList<String>();
    tags.forEach(tag -> versions.add(Dependencies.ofTag(slot, tag)));
    prefix.filter(Key::isPrefix).ifPresent(text -> versions.add(Dependencies.ofPrefix(slot, text)));
    acknowledgedToAll(
        () -> {
          if (!versions.isEmpty()) {
            caches.remote().renew(versions);
          }
          if (prefix.isPresent() && !Key.isPrefix(prefix.get())) {
            caches.remote().notePrefix(state.space(), prefix.get());
          }
        });
  }

  /**
   * Invalidates every entry of the namespace by one write.
   *
   * @throws HeadroomException.Unavailable when Redis does not answer: they may still be served
   */
  public void clear() {
    String all = Dependencies.ofSpace(state.space().slot());
    acknowledgedToAll(
        () -> {
          caches.remote().renew(List.of(all));
          caches.emptied(state);
        });
  }

  /**
   * Checks what {@link #invalidate} is to be given.
   *
   * @throws HeadroomException.Invalid when a tag or the prefix cannot be one
   */
  public static void checkInvalidation(Collection<String> tags, Optional<String> prefix) {
    var faults = new ArrayList<FieldError>();
    Terms.checkTags(faults, new ArrayList<>(tags));
    prefix
        .filter(text -> text.isEmpty() || text.length() > Key.MAX_LENGTH)
        .ifPresent(
            _ ->
                faults.add(
                    new FieldError("prefix", "must have 1 to " + Key.MAX_LENGTH + " characters")));
    if (!faults.isEmpty()) {
      throw new HeadroomException.Invalid(faults);
    }
  }

  private interface Promise {
    void keep() throws RedisUnavailable;
  }

  /** What is in this process's memory of the namespace is looked at anew, too. */
  private void acknowledgedToAll(Promise promise) {
    try {
      acknowledged(promise);
    } finally {
      state.raiseFloor(caches.now());
    }
  }

  private void acknowledged(Promise promise) {
    try {
      promise.keep();
    } catch (RedisUnavailable e) {
      state.count(CacheEvent.OUTAGE);
      throw new HeadroomException.Unavailable(
          "The cache does not answer; what was to go may still be served. Try again.", e);
    }
  }

  // ------------------------------------------------ what Loading and Batch need

  Caches caches() {
    return caches;
  }

  SpaceState state() {
    return state;
  }

  Codec<V> codec() {
    return codec;
  }

  Reading<V> reading() {
    return reading;
  }

  long staleness() {
    return staleness;
  }

  /**
   * What may be served from memory, counted; null when nothing may.
   *
   * @param absenceCounts whether it is an answer that there is nothing
   */
  @Nullable Held<V> local(Key key, boolean absenceCounts) {
    if (!local) {
      return null;
    }
    Held<V> held = held(key);
    if (held == null || (held.value().isEmpty() && !absenceCounts)) {
      return null;
    }
    long nanos = caches.nanos();
    long millis = caches.millis();
    Moment verified = held.verified();
    if (verified.isOlderThan(staleness, nanos, millis)
        || !verified.isAfter(state.floor())
        || held.isExpired(millis)
        || isDueEarly(held, key.terms(), millis)) {
      return null;
    }
    state.hit(key, nanos, caches);
    return held;
  }

  /** A key names an entry of one namespace of one tenant, and of no other. */
  void checkOwn(Key key) {
    if (!key.space().equals(state.space())) {
      throw new IllegalArgumentException("The key is of another cache: " + key);
    }
  }

  /** What is in memory, whether it may be served or not. */
  @SuppressWarnings("unchecked") // the same codec decodes the same type
  @Nullable Held<V> held(Key key) {
    checkOwn(key);
    Held<?> held = caches.held(key);
    return held != null && held.isOf(codec) ? (Held<V>) held : null;
  }

  /**
   * XFetch: the nearer the end and the longer the load, the likelier one caller loads before it
   * comes to all (Vattani, Chierichetti, Lowenstein: Optimal Probabilistic Cache Stampede
   * Prevention, VLDB 2015).
   */
  boolean isDueEarly(Held<V> held, Terms terms, long nowMillis) {
    long left = held.expiresAt() - nowMillis;
    // The logarithm of the smallest double that is drawn is -37.
    if (left > 37L * held.loadMillis() * Terms.MAX_EARLY_REFRESH) {
      return false;
    }
    double spread = held.loadMillis() * terms.earlyRefresh();
    return -spread * Math.log(1 - caches.random().nextDouble()) >= left;
  }

  /** An entry to be written, for a value or for there being none. */
  RemoteTier.Write write(Key key, Optional<V> value, Moment from, long loadMillis, byte[] stamp) {
    Terms terms = key.terms();
    byte[] payload = value.map(codec::encode).orElseGet(() -> new byte[0]);
    if (payload.length > CacheSettings.MAX_VALUE_BYTES) {
      throw new HeadroomException.TooLarge(
          "A value has at most %d bytes; that of %s has %d."
              .formatted(CacheSettings.MAX_VALUE_BYTES, key.name(), payload.length));
    }
    Duration ttl = value.isPresent() ? terms.ttl() : terms.absentTtl();
    var entry =
        new StoredEntry(
            caches.random().nextLong(),
            value.isEmpty(),
            from.millis() + ttl.toMillis(),
            (int) Math.min(loadMillis, Integer.MAX_VALUE),
            stamp,
            terms.tags(),
            payload);
    return new RemoteTier.Write(key.name(), entry, ttl.plus(terms.staleFor()));
  }

  void grow(RemoteTier.Growth growth) {
    state.count(CacheEvent.ENTRIES, growth.entries());
    state.count(CacheEvent.BYTES, growth.bytes());
  }
}
