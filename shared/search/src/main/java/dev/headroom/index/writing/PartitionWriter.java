package dev.headroom.index.writing;

import dev.headroom.errors.HeadroomException;
import dev.headroom.index.Scratch;
import dev.headroom.index.snapshots.Mirror;
import dev.headroom.index.snapshots.Snapshot;
import dev.headroom.index.snapshots.Snapshot.StoredFile;
import dev.headroom.index.snapshots.Snapshots;
import dev.headroom.index.snapshots.Snapshots.Pointer;
import dev.headroom.index.snapshots.Snapshots.Published;
import dev.headroom.index.snapshots.UnreadableSnapshot;
import dev.headroom.index.sweeping.Sweep;
import dev.headroom.search.ChunkStore;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the index of one partition. Any number of writers may work at the same time in any number
 * of processes: of those that began with the same snapshot one publishes, and the others begin
 * again.
 *
 * <p>A change has only the ids of chunks. Their content is read from the chunk table after the
 * snapshot that is changed. So each snapshot is at least as new as the one before it, and changes
 * may come late, twice and in any order.
 */
public final class PartitionWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionWriter.class);

  /**
   * The greatest number of attempts. Each failed one is another writer's success; so many in a row
   * are an error.
   */
  static final int MAX_RACES = 50;

  private final ChunkCopier chunks;
  private final Snapshots snapshots;
  private final Mirror mirror;
  private final Publisher publisher;
  private final Sweep sweep;
  private final Scratch scratch;
  private final InstantSource clock;
  private final RandomGenerator random;
  private volatile long bytes;

  /**
   * @param random generates names that must be unique among all processes, so processes must not
   *     share its seed
   */
  PartitionWriter(
      Snapshots snapshots,
      ChunkStore truth,
      Scratch scratch,
      InstantSource clock,
      RandomGenerator random) {
    this.chunks = new ChunkCopier(truth, snapshots.partition());
    this.snapshots = snapshots;
    this.scratch = scratch;
    this.clock = clock;
    this.random = random;
    this.mirror = new Mirror(snapshots, scratch.resolve("written-" + name()));
    this.publisher = new Publisher(snapshots, mirror, clock);
    this.sweep = new Sweep(snapshots, clock);
  }

  /**
   * Updates these chunks in the index to their state in the chunk table.
   *
   * @return a published snapshot with this state or a newer one
   * @throws HeadroomException.Unavailable when other writers were faster at every attempt, or a
   *     later version of the product writes this index
   */
  public synchronized Snapshot apply(Collection<String> ids) {
    Set<String> each = new LinkedHashSet<>(ids);
    for (int race = 0; race < MAX_RACES; race++) {
      Optional<Snapshot> published = tryToApply(each);
      if (published.isPresent()) {
        bytes = published.get().bytes();
        return published.get();
      }
    }
    throw new HeadroomException.Unavailable(
        "Too many writers change the search index at the same time. Try again in a moment.");
  }

  /** Returns the snapshot, or empty when another writer published meanwhile. */
  private Optional<Snapshot> tryToApply(Set<String> ids) {
    Optional<Published> base = Optional.empty();
    try {
      base = snapshots.newest();
      return base.isPresent() ? change(base.get(), ids) : build(1, Optional.empty());
    } catch (UnreadableSnapshot e) {
      refuseNewer(e);
      return replace(base.map(Published::version), e);
    } catch (UncheckedIOException e) {
      // The local copy may be damaged where only a merge reads it; the next attempt downloads it
      // again.
      mirror.forget();
      throw e;
    }
  }

  private Optional<Snapshot> replace(Optional<String> seen, UnreadableSnapshot fault) {
    mirror.forget();
    Optional<Pointer> current = snapshots.pointerObject();
    if (seen.isPresent() && !seen.equals(current.map(Pointer::version))) {
      return Optional.empty(); // another snapshot replaced it, and its files were deleted
    }
    LOG.error("The index of a partition cannot be read and is rebuilt", fault);
    long generation = current.map(Pointer::generation).orElse(0L) + 1;
    return build(generation, current.map(Pointer::version));
  }

  static void refuseNewer(UnreadableSnapshot e) {
    if (e.isNewer()) {
      throw new HeadroomException.Unavailable(
          "The search index was written by a later version of this function.", e);
    }
  }

  private Optional<Snapshot> change(Published base, Set<String> ids) {
    String attempt = name();
    try (var work = begin(base.snapshot(), attempt)) {
      chunks.copy(ids, work);
      Map<String, StoredFile> before = base.snapshot().files();
      var files = publisher.upload(work, base.snapshot().epoch(), attempt, before);
      if (!Publisher.differ(files, before)) {
        return publisher.note(base, attempt, ids);
      }
      Optional<Published> published = publisher.publish(base, work, attempt, files, ids);
      published.filter(now -> isOf(now, attempt)).ifPresent(now -> merge(now, work));
      if (sweep.isDue(base.snapshot())) {
        sweep.runIfDue();
      }
      return published.map(Published::snapshot);
    }
  }

  private Workspace begin(Snapshot base, String attempt) {
    try {
      return Workspace.of(base, mirror.sync(base), workspace(attempt));
    } catch (UnreadableSnapshot e) {
      LOG.warn("The local copy of an index cannot be opened and is downloaded again", e);
      mirror.forget();
      return Workspace.of(base, mirror.sync(base), workspace(attempt));
    }
  }

  private static boolean isOf(Published now, String attempt) {
    return now.snapshot().attempt().equals(attempt);
  }

  /**
   * Merges segments after the change is published, which must be quick. A merge that another change
   * overtakes is discarded.
   */
  private void merge(Published base, Workspace work) {
    work.merge();
    String attempt = name();
    Map<String, StoredFile> before = base.snapshot().files();
    var files = publisher.upload(work, base.snapshot().epoch(), attempt, before);
    if (Publisher.differ(files, before)) {
      var _ = publisher.publish(base, work, attempt, files, List.of());
    }
  }

  /**
   * Builds an index where none is readable. Every other writer would do the same, so nobody changes
   * it meanwhile.
   */
  private Optional<Snapshot> build(long generation, Optional<String> over) {
    String epoch = name();
    try (var work = Workspace.empty(workspace(epoch))) {
      chunks.copyAll(work, _ -> {});
      var files = publisher.upload(work, epoch, epoch, Map.of());
      return publisher.begin(epoch, generation, work, files, over).map(Published::snapshot);
    }
  }

  /**
   * Rebuilds the index from the chunk table while the current one can be searched and changed.
   *
   * @param progress receives the number of chunks read so far; an exception that it throws ends the
   *     rebuild
   * @return the published snapshot
   * @throws HeadroomException.Conflict when another rebuild began meanwhile
   */
  public Snapshot rebuild(LongConsumer progress) {
    Optional<Published> current = readable();
    if (current.isEmpty()) {
      return apply(Set.of());
    }
    String epoch = name();
    new RebuildMarker(snapshots, clock).write(epoch);
    try (var work = Workspace.empty(workspace(epoch))) {
      chunks.copyAll(work, progress);
      return new CatchUp(snapshots, publisher, chunks, epoch, work).publish();
    }
  }

  private Optional<Published> readable() {
    try {
      return snapshots.newest();
    } catch (UnreadableSnapshot e) {
      refuseNewer(e);
      return Optional.empty();
    }
  }

  /** Returns the size in bytes that the local copy of the index had when it was last written. */
  long bytes() {
    return bytes;
  }

  /** Deletes the local copy of the index. */
  @Override
  public synchronized void close() {
    mirror.forget();
  }

  private Path workspace(String attempt) {
    return scratch.resolve("work-" + attempt);
  }

  /** Returns a random name of 24 hexadecimal digits. */
  private String name() {
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
