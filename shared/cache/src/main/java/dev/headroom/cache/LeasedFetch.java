package dev.headroom.cache;

import dev.headroom.cache.clock.DualTimestamp;
import dev.headroom.cache.entry.Key;
import dev.headroom.cache.local.CachedEntry;
import dev.headroom.cache.remote.RemoteReads.Ask;
import dev.headroom.cache.remote.RemoteReads.Found;
import dev.headroom.cache.remote.RemoteTier.Claim;
import dev.headroom.cache.statistics.CacheEvent;
import dev.headroom.cache.statistics.NamespaceCounters;
import dev.headroom.redis.RedisUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Fetches keys that no other request of this process goes for: it reads them, loads those whose
 * leases it gets, and looks again for those that another process is loading.
 */
final class LeasedFetch<V> {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

  private final Tiers<V> tiers;
  private final Caches caches;
  private final NamespaceState state;
  private final NamespaceCounters counters;
  private final EntryReader<V> reader;
  private final LeasedLoad<V> load;
  private final LoadMode mode;
  private final DualTimestamp asked;
  private final byte[] token;
  private final List<PendingKey<V>> left;
  private boolean claiming;

  /**
   * @param asked when the request began
   */
  LeasedFetch(
      Tiers<V> tiers,
      CountedLoader<V> loader,
      LoadMode mode,
      DualTimestamp asked,
      List<PendingKey<V>> pending) {
    this.tiers = tiers;
    this.caches = tiers.caches();
    this.state = tiers.state();
    this.counters = state.counters();
    this.reader = new EntryReader<>(tiers);
    this.token = caches.remote().token();
    this.load = new LeasedLoad<>(tiers, loader, token);
    this.mode = mode;
    this.asked = asked;
    this.left = new ArrayList<>(pending);
  }

  /** Lands every key; what the loader throws is thrown here. */
  void run() {
    try {
      caches.register(state);
      fetch();
    } catch (RedisUnavailable _) {
      counters.count(CacheEvent.OUTAGE);
      if (claiming) {
        // The answer may be lost, and not the claim: others would wait for it.
        load.release(left);
      }
      load.withoutRedis(left);
    }
  }

  private void fetch() throws RedisUnavailable {
    long pause = FIRST_PAUSE.toNanos();
    while (true) {
      read();
      if (left.isEmpty()) {
        return;
      }
      Claims<V> claims = claim();
      if (!claims.granted().isEmpty()) {
        load.load(claims.granted());
      }
      left.removeIf(PendingKey::hasLanded);
      left.forEach(PendingKey::waits);
      if (claims.granted().isEmpty() && !left.isEmpty()) {
        if (asked.millisUntil(caches.clock().now()) > loadLimit().toMillis()) {
          load.alone(left);
          return;
        }
        if (claims.denied()) {
          LockSupport.parkNanos(pause);
          pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
        }
      }
    }
  }

  /** Reads what is left in one round trip, and lands what need not be loaded. */
  private void read() throws RedisUnavailable {
    if (left.isEmpty()) {
      return;
    }
    DualTimestamp now = caches.clock().now();
    List<Found> there = reader.read(left.stream().map(PendingKey::lookup).toList(), now);
    for (int i = 0; i < left.size(); i++) {
      PendingKey<V> pending = left.get(i);
      CachedEntry<V> entry = usable(pending, there.get(i), now);
      boolean wasDueEarly = pending.isDueEarly() && entry != null && pending.isInMemory(entry);
      pending.wasRead(there.get(i).id(), entry);
      if (entry != null && !entry.isExpired(now.millis())) {
        caches.local().hold(pending.key(), pending.inMemory(), entry);
        pending.wasKept(entry);
        if (!wasDueEarly && !isDueEarly(pending.key(), entry, now.millis())) {
          pending.landWith(entry);
        }
      }
    }
    left.removeIf(PendingKey::hasLanded);
  }

  private boolean isDueEarly(Key key, CachedEntry<V> entry, long nowMillis) {
    return mode.refreshesEarly() && tiers.isDueEarly(entry, key.options(), nowMillis);
  }

  /** Returns what Redis has and may be served, also past its time to live. */
  private @Nullable CachedEntry<V> usable(
      PendingKey<V> pending, Found there, DualTimestamp readAt) {
    long staleFor = pending.key().options().staleFor().toMillis();
    CachedEntry<V> entry =
        reader.decode(pending.lookup(), there, readAt, readAt.millis() - staleFor);
    return entry == null || (entry.value().isEmpty() && !mode.absenceCounts()) ? null : entry;
  }

  /**
   * The result of claiming leases.
   *
   * @param denied whether another process holds one for which nothing can be served meanwhile
   */
  private record Claims<V>(List<PendingKey<V>> granted, boolean denied) {}

  /** Claims the leases of what is left in one round trip. */
  private Claims<V> claim() throws RedisUnavailable {
    claiming = true;
    List<Ask> asks =
        left.stream()
            .map(PendingKey::key)
            .map(key -> new Ask(key.name(), key.options().tags()))
            .toList();
    List<Claim> claims = caches.remote().claim(tiers.namespace(), asks, token, loadLimit());
    var granted = new ArrayList<PendingKey<V>>();
    var overtaken = new ArrayList<PendingKey<V>>();
    boolean denied = false;
    for (int i = 0; i < left.size(); i++) {
      PendingKey<V> pending = left.get(i);
      Claim claim = claims.get(i);
      if (!claim.granted()) {
        denied |= !load.landUsable(pending);
      } else if (pending.isAsRead(claim)) {
        pending.wasClaimed(claim.stamp());
        granted.add(pending);
      } else {
        // Another one stored it since it was read: it is not to be loaded again.
        overtaken.add(pending);
      }
    }
    load.release(overtaken);
    return new Claims<>(granted, denied);
  }

  private Duration loadLimit() {
    Duration longest = Duration.ZERO;
    for (PendingKey<V> pending : left) {
      Duration limit = pending.key().options().loadLimit();
      longest = limit.compareTo(longest) > 0 ? limit : longest;
    }
    return longest;
  }
}
