package dev.headroom.index.writing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.headroom.aws.InParallel;
import dev.headroom.index.Schema;
import dev.headroom.index.snapshots.Checksum;
import dev.headroom.index.snapshots.Mirror;
import dev.headroom.index.snapshots.Snapshot;
import dev.headroom.index.snapshots.Snapshot.Rebuilding;
import dev.headroom.index.snapshots.Snapshot.StoredFile;
import dev.headroom.index.snapshots.Snapshots;
import dev.headroom.index.snapshots.Snapshots.Published;
import dev.headroom.index.snapshots.UnreadableSnapshot;
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
 * Publishes the content of a {@link Workspace} as the partition's next snapshot: uploads the files
 * that are new, then writes the pointer on condition that it is still the one that was read. The
 * pointer's write is the commit.
 */
public final class Publisher {
  private static final int UPLOADS_AT_ONCE = 8;

  /** The longest duration of a rebuild. An older marker belongs to a rebuild that died. */
  public static final Duration LONGEST_REBUILD = Duration.ofHours(1);

  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

  private final Snapshots snapshots;
  private final Mirror mirror;
  private final InstantSource clock;

  Publisher(Snapshots snapshots, Mirror mirror, InstantSource clock) {
    this.snapshots = snapshots;
    this.mirror = mirror;
    this.clock = clock;
  }

  /**
   * Commits the workspace and uploads its new files.
   *
   * @param stored the files that are in the object store already, by name
   * @return all files of the commit, by name
   */
  Map<String, StoredFile> upload(
      Workspace work, String epoch, String attempt, Map<String, StoredFile> stored) {
    Map<String, StoredFile> files = new ConcurrentSkipListMap<>();
    List<Callable<@Nullable Void>> uploads = new ArrayList<>();
    for (String name : work.commit()) {
      StoredFile known = stored.get(name);
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

  /** Returns whether indexes of these files have different content. */
  static boolean differ(Map<String, StoredFile> some, Map<String, StoredFile> others) {
    return !segments(some).equals(segments(others));
  }

  /** Returns all files but the commit itself, which has a new name each time. */
  private static Map<String, StoredFile> segments(Map<String, StoredFile> files) {
    var segments = new TreeMap<>(files);
    segments.keySet().removeIf(name -> name.startsWith("segments_"));
    return segments;
  }

  /**
   * Publishes a change of a snapshot.
   *
   * @param changed the ids of the changed chunks, which a concurrent rebuild needs
   * @return empty when another snapshot was published since
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

  /** Returns the rebuild in progress, unless it died. */
  private Optional<Rebuilding> rebuilding(Snapshot now) {
    return Optional.ofNullable(now.rebuilding())
        .filter(since -> clock.instant().isBefore(since.startedAt().plus(LONGEST_REBUILD)));
  }

  /**
   * Records a change that changes nothing in this index. A concurrent rebuild may have read an
   * earlier state of these chunks.
   *
   * @return the unchanged snapshot; empty when another snapshot was published since
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
      snapshots.objects().put(snapshots.changesKey(epoch, attempt), ids);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
    var all = new ArrayList<>(since.changes());
    all.add(attempt);
    return new Rebuilding(since.id(), since.startedAt(), all);
  }

  /** Returns the ids that an attempt recorded. */
  List<String> changes(String epoch, String attempt) {
    try {
      byte[] ids =
          snapshots
              .objects()
              .get(snapshots.changesKey(epoch, attempt))
              .orElseThrow(
                  () -> new UnreadableSnapshot("The list of changed chunks is missing.", false));
      return Json.STORED.readValue(ids, TEXTS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Publishes the first snapshot of an epoch.
   *
   * @param over the version of the pointer that it replaces; empty when there is none
   * @return empty when another snapshot was published since
   */
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
            // No other attempt writes in an epoch before it is published.
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
    // It is read again for its version. A snapshot that another published meanwhile is based on
    // this one.
    return snapshots.newest();
  }
}
