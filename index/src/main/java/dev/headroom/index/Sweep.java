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
    Set<String> reachable = reachable(newest.get().snapshot());
    Map<String, Instant> marked = marked();
    var still = new TreeMap<String, Instant>();
    var over = new ArrayList<String>();
    for (String key : listed) {
      if (!reachable.contains(key) && !isBeingBuilt(key, newest.get().snapshot())) {
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
    List<String> keys = new ArrayList<>();
    Optional<String> after = Optional.empty();
    List<ObjectStore.Listed> page;
    do {
      page = snapshots.objects().list(snapshots.partition().prefix(), after, PAGE);
      page.forEach(object -> keys.add(object.key()));
      after = page.isEmpty() ? after : Optional.of(page.getLast().key());
    } while (page.size() == PAGE);
    return keys;
  }

  private Set<String> reachable(Snapshot snapshot) {
    Set<String> keys = new HashSet<>(Set.of(snapshots.pointer(), markedKey()));
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
  private boolean isBeingBuilt(String key, Snapshot snapshot) {
    var rebuilding = snapshot.rebuilding();
    return rebuilding != null
        && key.startsWith(snapshots.partition().prefix() + rebuilding.id() + "/");
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
