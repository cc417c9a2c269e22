package dev.headroom.cache;

import dev.headroom.cache.Flight.Fetched;
import dev.headroom.cache.clock.DualTimestamp;
import dev.headroom.cache.entry.Key;
import dev.headroom.cache.local.CachedEntry;
import dev.headroom.cache.statistics.CacheEvent;
import dev.headroom.cache.statistics.NamespaceCounters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One request for entries of which some may have to be loaded. In a process one request goes for a
 * key and the others wait for it; in the fleet one process has the lease and the others look again.
 */
final class Loading<V> {
  /** A request that waited for so many flights that began too early goes by itself. */
  private static final int MAX_FLIGHTS = 3;

  private final Tiers<V> tiers;
  private final Caches caches;
  private final NamespaceState state;
  private final NamespaceCounters counters;
  private final CountedLoader<V> loader;
  private final LoadMode mode;
  private final DualTimestamp asked;
  private final Map<Key, Fetched<V>> fetched = new LinkedHashMap<>();

  /** Keys that are to be loaded without waiting for anybody. */
  private final Set<Key> alone = new LinkedHashSet<>();

  Loading(Tiers<V> tiers, Function<Set<Key>, Map<Key, V>> loader, LoadMode mode) {
    this.tiers = tiers;
    this.caches = tiers.caches();
    this.state = tiers.state();
    this.counters = state.counters();
    this.loader = new CountedLoader<>(counters, loader);
    this.mode = mode;
    this.asked = caches.clock().now();
  }

  /** Returns what is cached or loaded of keys that memory has nothing of, and counts each. */
  Map<Key, Fetched<V>> fetch(Collection<Key> keys) {
    keys.forEach(tiers::checkOwn);
    try {
      var left = new LinkedHashSet<>(keys);
      for (int i = 0; i < MAX_FLIGHTS && !left.isEmpty() && tiers.areEnabled(); i++) {
        fly(left);
        left.removeAll(fetched.keySet());
        left.removeAll(alone);
      }
      alone.addAll(left);
      loadAlone();
      return fetched;
    } finally {
      for (Key key : keys) {
        Fetched<V> answer = fetched.get(key);
        counters.read(key.name(), answer == null ? CacheEvent.MISS : answer.as());
      }
    }
  }

  /** Goes for what nobody else goes for, and then waits for the others. */
  private void fly(Set<Key> keys) {
    var mine = new ArrayList<PendingKey<V>>();
    var others = new LinkedHashMap<Key, Flight<V>>();
    for (Key key : keys) {
      board(key, mine, others);
    }
    if (!mine.isEmpty()) {
      go(mine);
    }
    others.forEach(this::join);
  }

  private void board(Key key, List<PendingKey<V>> mine, Map<Key, Flight<V>> others) {
    var flight = new Flight<V>(tiers.codec());
    Flight<?> other = caches.flights().putIfAbsent(key, flight);
    if (other == null) {
      mine.add(pending(key, flight));
    } else if (other.isOfThisThread() || !other.isOf(tiers.codec())) {
      // A loader that asks for what it is loading would wait for itself.
      alone.add(key);
    } else {
      @SuppressWarnings("unchecked") // the same codec decodes the same type
      var same = (Flight<V>) other;
      others.put(key, same);
    }
  }

  private PendingKey<V> pending(Key key, Flight<V> flight) {
    CachedEntry<V> inMemory = tiers.inMemory(key);
    boolean dueEarly =
        mode.refreshesEarly()
            && inMemory != null
            && tiers.isDueEarly(inMemory, key.options(), caches.clock().millis());
    return new PendingKey<>(key, flight, caches.flights(), inMemory, dueEarly);
  }

  private void go(List<PendingKey<V>> mine) {
    try {
      new LeasedFetch<>(tiers, loader, mode, asked, mine).run();
    } catch (RuntimeException | Error failure) {
      mine.forEach(pending -> pending.crash(failure));
      throw failure;
    } finally {
      mine.forEach(this::note);
    }
  }

  private void note(PendingKey<V> pending) {
    pending.fetched().ifPresent(answer -> fetched.put(pending.key(), answer));
  }

  private void join(Key key, Flight<V> flight) {
    Optional<Fetched<V>> answer = flight.await(key.options().loadLimit());
    if (answer.isEmpty()) {
      alone.add(key);
    } else if (isLateEnough(answer.get())
        && (mode.absenceCounts() || answer.get().value().isPresent())) {
      fetched.put(key, answer.get().awaited());
    }
  }

  /** Says whether a value that another request went for may be served to this one. */
  private boolean isLateEnough(Fetched<V> answer) {
    return !answer.verified().isOlderThan(tiers.staleness(), asked.nanos(), asked.millis())
        && (answer.verified().isAfter(state.floor()) || answer.verified().isAfter(asked));
  }

  private void loadAlone() {
    if (alone.isEmpty()) {
      return;
    }
    DualTimestamp begin = caches.clock().now();
    Map<Key, V> values = loader.load(alone);
    for (Key key : alone) {
      fetched.put(key, Fetched.loaded(Optional.ofNullable(values.get(key)), begin));
    }
  }
}
