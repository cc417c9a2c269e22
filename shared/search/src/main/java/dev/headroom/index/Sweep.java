package dev.headroom.index;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.headroom.index.Snapshots.Published;
import dev.headroom.json.Json;
import dev.headroom.objects.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the files of a partition that no snapshot needs any more, or that a writer left that
 * died. One look marks what cannot be reached from the pointer; a later one, when {@link #GRACE} is
 * over, deletes what was marked and still cannot be: until then a reader may be fetching it, and a
 * writer may be about to publish it.
 */
final class Sweep {
  /** Longer than any invocation lasts. */
  static final Duration GRACE = Duration.ofMinutes(20);

  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
  private static final String MARKED = "unreachable.json";
  private static final int PAGE = 1_000;
  private static final TypeReference<Map<String, Instant>> SINCE = new TypeReference<>() {};

  private final Snapshots snapshots;
  private final InstantSource clock;

  Sweep(Snapshots snapshots, InstantSource clock) {
    this.snapshots = snapshots;
    this.clock = clock;
  }

  /** Whether nobody looked for as long as the grace time, as far as a snapshot tells. */
  boolean isDue(Snapshot snapshot) {
    return !snapshot.sweptAt().plus(GRACE).isAfter(clock.instant());
  }

  /** Looks if nobody did for as long as the grace time. */
  void runIfDue() {
    Optional<Published> newest = snapshots.newest();
    if (newest.isEmpty() || !isDue(newest.get().snapshot())) {
      return;
    }
    Published base = newest.get();
    Instant now = clock.instant();
    if (snapshots.publish(base.snapshot().sweptAt(now), Optional.of(base.version()))) {
      run();
    }
  }

  /** Looks, and says how many files it deleted. */
  int run() {
    Instant now = clock.instant();
    List<String> listed = list();
    // Read after the list, so that whatever was published before is known to be needed.
    Optional<Published> newest = snapshots.newest();
    if (newest.isEmpty()) {
      return 0;
    }
    Predicate<String> needed = needed(snapshots, newest.get().snapshot());
    Map<String, Instant> marked = marked();
    var still = new TreeMap<String, Instant>();
    var over = new ArrayList<String>();
    for (String key : listed) {
      if (!needed.test(key)) {
        Instant since = marked.getOrDefault(key, now);
        if (since.plus(GRACE).isAfter(now)) {
          still.put(key, since);
        } else {
          over.add(key);
        }
      }
    }
    snapshots.objects().delete(over);
    mark(still);
    LOG.info("Deleted {} files of a search index, {} are next", over.size(), still.size());
    return over.size();
  }

  private List<String> list() {
    return list(snapshots.objects(), snapshots.partition().prefix(), Optional.empty()).stream()
        .map(ObjectStore.Listed::key)
        .toList();
  }

  /** All objects of a folder, from a key on. */
  static List<ObjectStore.Listed> list(
      ObjectStore objects, String folder, Optional<String> afterKey) {
    List<ObjectStore.Listed> all = new ArrayList<>();
    Optional<String> after = afterKey;
    List<ObjectStore.Listed> page;
    do {
      page = objects.list(folder, after, PAGE);
      all.addAll(page);
      after = page.isEmpty() ? after : Optional.of(page.getLast().key());
    } while (page.size() == PAGE);
    return all;
  }

  /** Which keys of a partition a snapshot needs, or the rebuild that it tells of. */
  static Predicate<String> needed(Snapshots snapshots, Snapshot snapshot) {
    Set<String> reachable = reachable(snapshots, snapshot);
    return key -> reachable.contains(key) || isBeingBuilt(snapshots.partition(), key, snapshot);
  }

  private static Set<String> reachable(Snapshots snapshots, Snapshot snapshot) {
    Set<String> keys =
        new HashSet<>(Set.of(snapshots.pointer(), snapshots.partition().prefix() + MARKED));
    snapshot.files().forEach((name, file) -> keys.add(snapshots.key(snapshot.epoch(), file, name)));
    var rebuilding = snapshot.rebuilding();
    if (rebuilding != null) {
      rebuilding
          .changes()
          .forEach(
              attempt -> keys.add(snapshots.key(snapshot.epoch(), attempt, Publisher.CHANGES)));
    }
    return keys;
  }

  /** A rebuild that was held up publishes what it uploaded long before. */
  private static boolean isBeingBuilt(Partition partition, String key, Snapshot snapshot) {
    var rebuilding = snapshot.rebuilding();
    return rebuilding != null && key.startsWith(partition.prefix() + rebuilding.id() + "/");
  }

  private String markedKey() {
    return snapshots.partition().prefix() + MARKED;
  }

  private Map<String, Instant> marked() {
    Optional<byte[]> object = snapshots.objects().get(markedKey());
    if (object.isEmpty()) {
      return Map.of();
    }
    try {
      return requireNonNullElse(Json.STORED.readValue(object.get(), SINCE), Map.of());
    } catch (IOException e) {
      LOG.warn("What was marked of a search index cannot be read, and is marked anew", e);
      return Map.of();
    }
  }

  private void mark(Map<String, Instant> since) {
    try {
      snapshots.objects().put(markedKey(), Json.STORED.writeValueAsBytes(since));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
