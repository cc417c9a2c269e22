package dev.headroom.cache;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An entry in this process's memory.
 *
 * @param value empty when it is known that there is nothing
 * @param id of the entry in Redis, if Redis has it
 * @param verified the latest moment at which it was not invalidated
 * @param expiresAt epoch milliseconds
 * @param codec that decoded the value: what another one decoded is of another type
 * @param weight in bytes, estimated
 */
record Held<V>(
    Optional<V> value,
    long id,
    Moment verified,
    long expiresAt,
    int loadMillis,
    List<String> tags,
    Codec<V> codec,
    int weight) {
  private static final Logger LOG = LoggerFactory.getLogger(Held.class);

  /** What an entry takes beside its value and its name: objects, references, a node of the map. */
  private static final int OVERHEAD = 200;

  /**
   * What lies in Redis; empty when the codec cannot read it, as after a change of its type: then it
   * is as if it were not there.
   */
  static <V> Optional<Held<V>> read(Key key, StoredEntry entry, Moment verified, Codec<V> codec) {
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

  static <V> Held<V> of(
      Key key, Optional<V> value, StoredEntry entry, Moment verified, Codec<V> codec) {
    return new Held<>(
        value,
        entry.id(),
        verified,
        entry.expiresAt(),
        entry.loadMillis(),
        entry.tags(),
        codec,
        OVERHEAD + 2 * key.name().length() + entry.payload().length);
  }

  /** As a reader sees it; empty when it says that there is nothing. */
  Optional<Entry<V>> entry() {
    return value.map(
        present -> new Entry<>(present, Instant.ofEpochMilli(expiresAt), tags, weight));
  }

  /**
   * In the place of an entry that was removed: it is never served, and whoever is reading what was
   * there before finds its place taken.
   */
  static <V> Held<V> removed(Key key, Codec<V> codec) {
    var never = new Moment(0, 0);
    int weight = OVERHEAD + 2 * key.name().length();
    return new Held<>(Optional.empty(), 0, never, 0, 0, List.of(), codec, weight);
  }

  Held<V> verifiedAt(Moment moment) {
    return new Held<>(value, id, moment, expiresAt, loadMillis, tags, codec, weight);
  }

  /** Whether its value is of a codec's type. */
  @SuppressWarnings("ReferenceEquality") // codecs are what they are, not what they say
  boolean isOf(Codec<?> other) {
    return codec == other;
  }

  boolean isExpired(long nowMillis) {
    return nowMillis >= expiresAt;
  }
}
