package dev.headroom.cache;

import dev.headroom.cache.CacheResult.Source;
import dev.headroom.cache.Flight.Fetched;
import dev.headroom.cache.entry.DataKind;
import dev.headroom.cache.entry.Entry;
import dev.headroom.cache.entry.EntryOptions;
import dev.headroom.cache.entry.Key;
import dev.headroom.cache.entry.KeyTemplate;
import dev.headroom.cache.local.CachedEntry;
import dev.headroom.errors.HeadroomException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A cache of one namespace of one tenant: this process's memory over Redis.
 *
 * <p><b>The promise.</b> A read that begins later than Δ ({@link CacheSettings#staleness}) after an
 * invalidation was acknowledged does not serve what the invalidation removed, in whichever process
 * the read is made. A {@link #strict} cache does not serve it from the acknowledgement on. Nothing
 * that was loaded before an invalidation can come back after it. What is served for a key was
 * loaded or put for that key. When Redis does not answer, values are loaded, by one caller of a
 * process at a time. Only {@link #invalidateTags} and its siblings fail then, because they cannot
 * keep their promise.
 *
 * <p>Values must not be changed once they are in a cache.
 */
public final class Cache<V> {
  private final Tiers<V> tiers;
  private final EntryOptions usual;
  private final EntryReader<V> reader;
  private final EntryWriter<V> writer;
  private final Invalidation invalidation;

  Cache(Tiers<V> tiers) {
    this.tiers = tiers;
    this.usual = options(DataKind.DEFAULT);
    this.reader = new EntryReader<>(tiers);
    this.writer = new EntryWriter<>(tiers);
    this.invalidation = new Invalidation(tiers.caches(), tiers.state());
  }

  /** Returns the same cache, but one whose reads ask Redis each time. */
  public Cache<V> strict() {
    return new Cache<>(new Tiers<>(tiers.caches(), tiers.state(), tiers.codec(), 0));
  }

  /** Returns the namespace's name. */
  public String namespace() {
    return tiers.namespace().name();
  }

  /** Returns the options with which a kind of data is kept. */
  public EntryOptions options(DataKind kind) {
    return EntryOptions.of(tiers.caches().settings().ttl(kind));
  }

  /**
   * Returns the key of an entry that is kept for {@code CACHE_DEFAULT_TTL}.
   *
   * @param name 1 to {@value Key#MAX_LENGTH} characters
   * @throws HeadroomException.Invalid when the name is empty, too long or not well-formed
   */
  public Key key(String name) {
    return new Key(tiers.namespace(), name, usual);
  }

  /**
   * Returns a template of keys, such as {@code search:results:{session_id}}, whose entries are kept
   * as long as their kind of data is.
   */
  public KeyTemplate template(String template, DataKind kind) {
    return template(template, options(kind));
  }

  /** Returns a template of keys whose entries are kept with these options. */
  public KeyTemplate template(String template, EntryOptions options) {
    return new KeyTemplate(tiers.namespace(), template, options);
  }

  /**
   * Returns a function that answers from the cache, and calls the given one when it must.
   *
   * @param template a template with one variable, which is the argument
   */
  public <A> Function<A, V> cached(
      String template, DataKind kind, Function<? super A, ? extends V> function) {
    KeyTemplate keys = template(template, kind);
    return argument -> getOrLoad(keys.key(argument), () -> function.apply(argument));
  }

  /** Returns a supplier that answers from the cache, and calls the given one when it must. */
  public Supplier<V> cached(Key key, Supplier<? extends V> supplier) {
    return () -> getOrLoad(key, supplier);
  }

  /** Returns what is cached; empty when there is nothing, or Redis does not answer. */
  public Optional<V> get(Key key) {
    CachedEntry<V> held = reader.find(key);
    return held == null ? Optional.empty() : held.value();
  }

  /**
   * Returns what is cached, or else loads it. One caller in the fleet loads while others wait.
   *
   * @param loader what it throws is thrown here, unless an old value may be served instead
   */
  public V getOrLoad(Key key, Supplier<? extends V> loader) {
    CachedEntry<V> held = tiers.servable(key, false);
    return held == null ? load(key, loader).value().orElseThrow() : held.value().orElseThrow();
  }

  /**
   * Returns what is cached, or else loads it, as {@link #getOrLoad} does; the result also says
   * whether it was a hit, a load of this request, or one that it waited for.
   *
   * @param loader what it throws is thrown here, unless an old value may be served instead
   */
  public CacheResult<V> getOrLoadWithSource(Key key, Supplier<? extends V> loader) {
    CachedEntry<V> held = tiers.servable(key, false);
    if (held != null) {
      return new CacheResult<>(held.value().orElseThrow(), Source.MEMORY);
    }
    Fetched<V> fetched = load(key, loader);
    return new CacheResult<>(fetched.value().orElseThrow(), fetched.source());
  }

  private Fetched<V> load(Key key, Supplier<? extends V> loader) {
    return load(key, () -> Optional.of(loader.get()), LoadMode.VALUE);
  }

  /** One key is a case of several. */
  private Fetched<V> load(Key key, Supplier<Optional<V>> loader, LoadMode mode) {
    Function<Set<Key>, Map<Key, V>> all =
        _ -> loader.get().map(value -> Map.of(key, value)).orElse(Map.of());
    return Objects.requireNonNull(new Loading<>(tiers, all, mode).fetch(List.of(key)).get(key));
  }

  /**
   * Returns what is cached, or else loads it, as {@link #getOrLoad} does. When the loader finds
   * nothing, that is remembered for {@link EntryOptions#absentTtl}.
   */
  public Optional<V> findOrLoad(Key key, Supplier<Optional<V>> loader) {
    CachedEntry<V> held = tiers.servable(key, true);
    return held == null ? load(key, loader, LoadMode.OPTIONAL).value() : held.value();
  }

  /**
   * Returns the entries of several keys, with their tags and when they expire. Keys that have none
   * are left out.
   */
  public Map<Key, Entry<V>> entries(Collection<Key> keys) {
    var entries = new LinkedHashMap<Key, Entry<V>>();
    reader
        .findAll(keys)
        .forEach((key, held) -> held.entry().ifPresent(entry -> entries.put(key, entry)));
    return entries;
  }

  /** Returns what is cached of several keys. Keys that have no value are left out. */
  public Map<Key, V> getAll(Collection<Key> keys) {
    var values = new LinkedHashMap<Key, V>();
    reader
        .findAll(keys)
        .forEach((key, held) -> held.value().ifPresent(value -> values.put(key, value)));
    return values;
  }

  /**
   * Returns what is cached of several keys, and loads the rest in one call.
   *
   * @param loader is given the keys that are missing. When its answer lacks one, it is remembered
   *     for {@link EntryOptions#absentTtl} that there is nothing
   */
  public Map<Key, V> getOrLoadAll(Collection<Key> keys, Function<Set<Key>, Map<Key, V>> loader) {
    Set<Key> distinct = new LinkedHashSet<>(keys);
    distinct.forEach(tiers::checkOwn);
    var found = new LinkedHashMap<Key, Optional<V>>();
    var missing = new ArrayList<Key>();
    for (Key key : distinct) {
      CachedEntry<V> held = tiers.servable(key, true);
      found.put(key, held == null ? Optional.empty() : held.value());
      if (held == null) {
        missing.add(key);
      }
    }
    if (!missing.isEmpty()) {
      new Loading<>(tiers, loader, LoadMode.BATCH)
          .fetch(missing)
          .forEach((key, fetched) -> found.put(key, fetched.value()));
    }
    var values = new LinkedHashMap<Key, V>();
    found.forEach((key, value) -> value.ifPresent(present -> values.put(key, present)));
    return values;
  }

  /**
   * Puts a value, whatever was there.
   *
   * @return false when Redis did not answer; whether other processes see the value is not known
   *     then
   * @throws HeadroomException.TooLarge when it takes more than {@link
   *     CacheSettings#MAX_VALUE_BYTES}
   */
  public boolean put(Key key, V value) {
    return putAll(Map.of(key, value));
  }

  /** Puts several values, as {@link #put} does, all in one round trip. */
  public boolean putAll(Map<Key, V> values) {
    return writer.putAll(values);
  }

  /**
   * Removes an entry.
   *
   * @throws HeadroomException.Unavailable when Redis does not answer; the entry may still be served
   */
  public void remove(Key key) {
    removeAll(List.of(key));
  }

  /** Removes several entries, as {@link #remove} does, all in one round trip. */
  public void removeAll(Collection<Key> keys) {
    if (!keys.isEmpty()) {
      invalidation.acknowledge(() -> writer.removeAll(keys));
    }
  }

  /**
   * Invalidates all entries that have one of these tags, by one write for each tag.
   *
   * @throws HeadroomException.Unavailable when Redis does not answer; they may still be served
   */
  public void invalidateTags(String... tags) {
    invalidate(List.of(tags), Optional.empty());
  }

  /** Invalidates all entries whose names begin with a prefix; see {@link #invalidate}. */
  public void invalidatePrefix(String prefix) {
    invalidate(List.of(), Optional.of(prefix));
  }

  /**
   * Invalidates entries that have one of the tags, or whose names begin with the prefix. This takes
   * one write for each tag and for the prefix, however many entries they cover. A prefix that ends
   * with one of a name's first four colons covers exactly what begins with it. A namespace
   * remembers 32 other prefixes; the one after those invalidates the whole namespace.
   *
   * @throws HeadroomException.Invalid when a tag or the prefix is empty or too long
   * @throws HeadroomException.Unavailable when Redis does not answer; they may still be served
   */
  public void invalidate(Collection<String> tags, Optional<String> prefix) {
    invalidation.invalidate(tags, prefix);
  }

  /**
   * Invalidates every entry of the namespace by one write.
   *
   * @throws HeadroomException.Unavailable when Redis does not answer; they may still be served
   */
  public void clear() {
    invalidation.clear();
  }

  /**
   * Checks what {@link #invalidate} is to be given.
   *
   * @throws HeadroomException.Invalid when a tag or the prefix is empty or too long
   */
  public static void checkInvalidation(Collection<String> tags, Optional<String> prefix) {
    Invalidation.check(tags, prefix);
  }
}
