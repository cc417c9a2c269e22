package dev.headroom.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.headroom.aws.InParallel;
import dev.headroom.index.Snapshot.Rebuilding;
import dev.headroom.index.Snapshot.StoredFile;
import dev.headroom.index.Snapshots.Published;
import dev.headroom.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes what a {@link Workspace} holds the partition's next snapshot: uploads the files that are
 * new, then writes the pointer on condition that it is still the one that was read. Before that
 * write nothing has happened; after it everything has.
 */
final class Publisher {
  private static final int UPLOADS_AT_ONCE = 8;

  /** The longest that a rebuild may take; a mark that is older is of one that died. */
  static final Duration LONGEST_REBUILD = Duration.ofHours(1);

  static final String CHANGES = "changes.json";
  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

  private final Snapshots snapshots;
  private final Mirror mirror;
  private final InstantSource clock;

  Publisher(Snapshots snapshots, Mirror mirror, InstantSource clock) {
    this.snapshots = snapshots;
    this.mirror = mirror;
    this.clock = clock;
  }

  /** Files that lie in the object store, by name: those of a snapshot, or of uploads before. */
  Map<String, StoredFile> upload(
      Workspace work, String epoch, String attempt, Map<String, StoredFile> there) {
    Map<String, StoredFile> files = new ConcurrentSkipListMap<>();
    List<Callable<@Nullable Void>> uploads = new ArrayList<>();
    for (String name : work.commit()) {
      StoredFile known = there.get(name);
      if (known != null) {
        files.put(name, known);
      } else {
        uploads.add(
            () -> {
              files.put(name, upload(work.folder().resolve(name), epoch, attempt, name));
              return null;
            });
      }
    }
    InParallel.all(uploads, UPLOADS_AT_ONCE);
    return new TreeMap<>(files);
  }

  private StoredFile upload(Path file, String epoch, String attempt, String name)
      throws IOException {
    var stored = new StoredFile(attempt, Files.size(file), Checksum.of(file));
    snapshots.objects().upload(snapshots.key(epoch, stored, name), file);
    return stored;
  }

  /** Whether an index of these files finds something else than one of those. */
  static boolean differ(Map<String, StoredFile> some, Map<String, StoredFile> others) {
    return !segments(some).equals(segments(others));
  }

  /** All but the commit itself, which has a new name each time. */
  private static Map<String, StoredFile> segments(Map<String, StoredFile> files) {
    var segments = new TreeMap<>(files);
    segments.keySet().removeIf(name -> name.startsWith("segments_"));
    return segments;
  }

  /**
   * Publishes a change of a snapshot.
   *
   * @param changed the ids of the chunks that it is about, for whoever is building the index anew
   * @return empty when another was published since
   */
  Optional<Published> publish(
      Published base,
      Workspace work,
      String attempt,
      Map<String, StoredFile> files,
      Collection<String> changed) {
    Snapshot old = base.snapshot();
    Optional<Rebuilding> rebuilding = rebuilding(old);
    if (!changed.isEmpty()) {
      rebuilding = rebuilding.map(since -> note(since, old.epoch(), attempt, changed));
    }
    var next =
        new Snapshot(
            Schema.VERSION,
            old.generation() + 1,
            old.epoch(),
            attempt,
            work.chunks(),
            files,
            clock.instant(),
            old.sweptAt(),
            rebuilding.orElse(null));
    return publish(next, work, Optional.of(base.version()));
  }

  /** The rebuild on its way, unless it died. */
  private Optional<Rebuilding> rebuilding(Snapshot now) {
    return Optional.ofNullable(now.rebuilding())
        .filter(since -> clock.instant().isBefore(since.startedAt().plus(LONGEST_REBUILD)));
  }

  /**
   * Notes a change that changes nothing in this index. The one that is being built may have read
   * these chunks before, when they were others.
   *
   * @return the snapshot, as it stays; empty when another was published since
   */
  Optional<Snapshot> note(Published base, String attempt, Collection<String> changed) {
    Snapshot same = base.snapshot();
    Optional<Rebuilding> rebuilding = rebuilding(same);
    if (rebuilding.isEmpty() || changed.isEmpty()) {
      return Optional.of(same);
    }
    Snapshot noted = same.with(note(rebuilding.get(), same.epoch(), attempt, changed));
    return snapshots.publish(noted, Optional.of(base.version()))
        ? Optional.of(noted)
        : Optional.empty();
  }

  private Rebuilding note(
      Rebuilding since, String epoch, String attempt, Collection<String> changed) {
    try {
      byte[] ids = Json.STORED.writeValueAsBytes(List.copyOf(changed));
      snapshots.objects().put(snapshots.key(epoch, attempt, CHANGES), ids);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
    var all = new ArrayList<>(since.changes());
    all.add(attempt);
    return new Rebuilding(since.id(), since.startedAt(), all);
  }

  /** The ids that an attempt noted. */
  List<String> changes(String epoch, String attempt) {
    try {
      byte[] ids =
          snapshots
              .objects()
              .get(snapshots.key(epoch, attempt, CHANGES))
              .orElseThrow(() -> new UnreadableSnapshot("What changed is missing.", false));
      return Json.STORED.readValue(ids, TEXTS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Publishes the first snapshot of an epoch. */
  Optional<Published> begin(
      String epoch,
      long generation,
      Workspace work,
      Map<String, StoredFile> files,
      Optional<String> over) {
    Instant now = clock.instant();
    var next =
        new Snapshot(
            Schema.VERSION,
            generation,
            epoch,
            // Nobody else writes in an epoch before it is published.
            epoch,
            work.chunks(),
            files,
            now,
            now,
            null);
    return publish(next, work, over);
  }

  private Optional<Published> publish(Snapshot next, Workspace work, Optional<String> over) {
    if (!snapshots.publish(next, over)) {
      return Optional.empty();
    }
    mirror.adopt(work.folder(), next);
    mirror.keepOnly(next);
    // Read again for its version. What another publishes meanwhile was made from this one.
    return snapshots.newest();
  }
}
