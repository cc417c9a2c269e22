package dev.headroom.cache.local;

import dev.headroom.cache.clock.DualTimestamp;
import dev.headroom.cache.entry.Codec;
import dev.headroom.cache.entry.Entry;
import dev.headroom.cache.entry.Key;
import dev.headroom.cache.remote.StoredEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An entry in this process's memory.
 *
 * @param value empty when it is known that there is nothing
 * @param id the id of the entry in Redis, if Redis has it
 * @param verified the latest moment at which it was not invalidated
 * @param expiresAt the end of its time to live in epoch milliseconds
 * @param loadMillis how long it took to load
 * @param codec the codec that decoded the value; what another one decoded is of another type
 * @param weight its size in bytes, estimated
 */
public record CachedEntry<V>(
    Optional<V> value,
    long id,
    DualTimestamp verified,
    long expiresAt,
    int loadMillis,
    List<String> tags,
    Codec<V> codec,
    int weight) {
  private static final Logger LOG = LoggerFactory.getLogger(CachedEntry.class);

  /** What an entry takes beside its value and its name: objects, references, a node of the map. */
  private static final int OVERHEAD = 200;

  /**
   * Returns what lies in Redis; empty when the codec cannot read it, as after a change of its type.
   * It is then as if it were not there.
   */
  public static <V> Optional<CachedEntry<V>> read(
      Key key, StoredEntry entry, DualTimestamp verified, Codec<V> codec) {
    if (entry.absent()) {
      return Optional.of(of(key, Optional.empty(), entry, verified, codec));
    }
    try {
      Optional<V> value = Optional.of(codec.decode(entry.payload()));
      return Optional.of(of(key, value, entry, verified, codec));
    } catch (RuntimeException e) {
      LOG.warn("What is cached of {} cannot be decoded", key, e);
      return Optional.empty();
    }
  }

  /**
   * Returns a value as it is held.
   *
   * @param entry the same as it lies in Redis, or would
   */
  public static <V> CachedEntry<V> of(
      Key key, Optional<V> value, StoredEntry entry, DualTimestamp verified, Codec<V> codec) {
    return new CachedEntry<>(
        value,
        entry.id(),
        verified,
        entry.expiresAt(),
        entry.loadMillis(),
        entry.tags(),
        codec,
        OVERHEAD + 2 * key.name().length() + entry.payload().length);
  }

  /** Returns what readers see; empty when the entry says that there is nothing. */
  public Optional<Entry<V>> entry() {
    return value.map(
        present -> new Entry<>(present, Instant.ofEpochMilli(expiresAt), tags, weight));
  }

  /**
   * Returns what takes the place of an entry that was removed. It is never served, and whoever is
   * reading what was there before finds the place taken.
   */
  public static <V> CachedEntry<V> removed(Key key, Codec<V> codec) {
    var never = new DualTimestamp(0, 0);
    int weight = OVERHEAD + 2 * key.name().length();
    return new CachedEntry<>(Optional.empty(), 0, never, 0, 0, List.of(), codec, weight);
  }

  /** Returns the same entry, verified at a later time. */
  public CachedEntry<V> verifiedAt(DualTimestamp moment) {
    return new CachedEntry<>(value, id, moment, expiresAt, loadMillis, tags, codec, weight);
  }

  /** Returns true when its value is of a codec's type. */
  @SuppressWarnings("ReferenceEquality") // codecs are what they are, not what they say
  public boolean isOf(Codec<?> other) {
    return codec == other;
  }

  /** Returns true when its time to live is over. */
  public boolean isExpired(long nowMillis) {
    return nowMillis >= expiresAt;
  }
}
