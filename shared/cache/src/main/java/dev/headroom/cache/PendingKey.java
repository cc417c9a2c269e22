package dev.headroom.cache;

import dev.headroom.cache.CacheResult.Source;
import dev.headroom.cache.EntryReader.Lookup;
import dev.headroom.cache.Flight.Fetched;
import dev.headroom.cache.clock.DualTimestamp;
import dev.headroom.cache.entry.Key;
import dev.headroom.cache.local.CachedEntry;
import dev.headroom.cache.remote.RemoteTier;
import dev.headroom.cache.statistics.CacheEvent;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** A key that a request goes for while others in the process wait, and what is known of it. */
final class PendingKey<V> {
  private static final byte[] NO_STAMP = {};

  private final Key key;
  private final Flight<V> flight;
  private final ConcurrentMap<Key, Flight<?>> flights;
  private final boolean dueEarly;
  private @Nullable CachedEntry<V> inMemory;
  private @Nullable CachedEntry<V> usable;
  private long storedId;
  private byte[] stamp = NO_STAMP;
  private boolean waited;
  private @Nullable Fetched<V> fetched;

  /**
   * Begins with what is in memory, whether it may be served or not.
   *
   * @param flights those of the process, this key's among them
   * @param dueEarly whether what is in memory is loaded before its time to live is over
   */
  PendingKey(
      Key key,
      Flight<V> flight,
      ConcurrentMap<Key, Flight<?>> flights,
      @Nullable CachedEntry<V> inMemory,
      boolean dueEarly) {
    this.key = key;
    this.flight = flight;
    this.flights = flights;
    this.inMemory = inMemory;
    this.dueEarly = dueEarly;
  }

  Key key() {
    return key;
  }

  @Nullable CachedEntry<V> inMemory() {
    return inMemory;
  }

  boolean isDueEarly() {
    return dueEarly;
  }

  Lookup<V> lookup() {
    return new Lookup<>(key, inMemory);
  }

  /**
   * Notes what was read in Redis.
   *
   * @param id that of the entry that is there; 0 when there is none
   * @param entry what of it may be served, if need be past its time to live
   */
  void wasRead(long id, @Nullable CachedEntry<V> entry) {
    storedId = id;
    usable = entry;
  }

  /** Notes that what was read is in memory now. */
  void wasKept(CachedEntry<V> entry) {
    inMemory = entry;
  }

  /** Returns what was read in Redis and may be served while another one loads. */
  @Nullable CachedEntry<V> usable() {
    return usable;
  }

  /** Says whether memory had the same entry as Redis. */
  boolean isInMemory(CachedEntry<V> entry) {
    return inMemory != null && inMemory.id() == entry.id();
  }

  /** Says whether nobody stored another entry between the read and the claim. */
  boolean isAsRead(RemoteTier.Claim claim) {
    return claim.id() == storedId;
  }

  /** Notes the versions that what will be loaded depends on. */
  void wasClaimed(byte[] versions) {
    stamp = versions;
  }

  byte[] stamp() {
    return stamp;
  }

  /** Notes that another process is loading. */
  void waits() {
    waited = true;
  }

  /** Ends with what was found in Redis. */
  void landWith(CachedEntry<V> entry) {
    Source source = waited ? Source.AWAITED_LOAD : Source.REDIS;
    land(new Fetched<>(entry.value(), CacheEvent.REMOTE_HIT, source, entry.verified()));
  }

  /**
   * Ends with what was loaded.
   *
   * @param verified the latest moment at which it was not invalidated
   */
  void landWith(Optional<V> loaded, DualTimestamp verified) {
    land(Fetched.loaded(loaded, verified));
  }

  private void land(Fetched<V> answer) {
    fetched = answer;
    // Whoever comes from now on would wait for something that is over.
    flights.remove(key, flight);
    flight.land(answer);
  }

  /** Ends with a failure, unless it has ended before. */
  void crash(Throwable failure) {
    flights.remove(key, flight);
    flight.crash(failure);
  }

  boolean hasLanded() {
    return fetched != null;
  }

  /** Returns what was fetched; empty until it has landed. */
  Optional<Fetched<V>> fetched() {
    return Optional.ofNullable(fetched);
  }
}
