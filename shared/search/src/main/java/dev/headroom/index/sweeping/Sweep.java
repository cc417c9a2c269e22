package dev.headroom.index.sweeping;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.headroom.index.Partition;
import dev.headroom.index.snapshots.Snapshot;
import dev.headroom.index.snapshots.Snapshots;
import dev.headroom.index.snapshots.Snapshots.Published;
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
 * Deletes the files of a partition that no snapshot needs any more, or that a writer uploaded and
 * never published. A first sweep marks what is unreachable from the pointer. A later one, after
 * {@link #GRACE}, deletes what was marked and is still unreachable: until then a reader may be
 * downloading it, and a writer may be about to publish it.
 */
public final class Sweep {
  /** The time between marking and deleting, which is longer than any invocation lasts. */
  public static final Duration GRACE = Duration.ofMinutes(20);

  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
  private static final String MARKED = "unreachable.json";
  private static final int PAGE = 1_000;
  private static final TypeReference<Map<String, Instant>> SINCE = new TypeReference<>() {};

  private final Snapshots snapshots;
  private final InstantSource clock;

  public Sweep(Snapshots snapshots, InstantSource clock) {
    this.snapshots = snapshots;
    this.clock = clock;
  }

  /** Returns whether the last sweep that a snapshot knows of began at least the grace time ago. */
  public boolean isDue(Snapshot snapshot) {
    return !snapshot.sweptAt().plus(GRACE).isAfter(clock.instant());
  }

  /** Sweeps if the last sweep began at least the grace time ago. Of several writers one does. */
  public void runIfDue() {
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

  /** Sweeps and returns how many files it deleted. */
  public int run() {
    Instant now = clock.instant();
    List<String> listed = list();
    // The pointer is read after the list, so that all files that were published before count as
    // needed.
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
    LOG.info("Deleted {} files of a search index and marked {}", over.size(), still.size());
    return over.size();
  }

  private List<String> list() {
    return list(snapshots.objects(), snapshots.partition().prefix(), Optional.empty()).stream()
        .map(ObjectStore.Listed::key)
        .toList();
  }

  /** Lists all objects of a folder after a key. */
  public static List<ObjectStore.Listed> list(
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

  /**
   * Returns which keys of a partition are needed by a snapshot or by the rebuild that it is marked
   * with.
   */
  public static Predicate<String> needed(Snapshots snapshots, Snapshot snapshot) {
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
          .forEach(attempt -> keys.add(snapshots.changesKey(snapshot.epoch(), attempt)));
    }
    return keys;
  }

  /**
   * Returns whether a key belongs to the rebuild in progress. When it is slow, it publishes files
   * that it uploaded long before.
   */
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
      LOG.warn("The marks of a search index cannot be read and are written again", e);
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
