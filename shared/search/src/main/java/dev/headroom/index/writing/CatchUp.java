package dev.headroom.index.writing;

import dev.headroom.errors.HeadroomException;
import dev.headroom.index.snapshots.Snapshot;
import dev.headroom.index.snapshots.Snapshot.StoredFile;
import dev.headroom.index.snapshots.Snapshots;
import dev.headroom.index.snapshots.Snapshots.Published;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last step of a rebuild: applies what changed since its marker was written, until it can
 * publish.
 */
final class CatchUp {
  private final Snapshots snapshots;
  private final Publisher publisher;
  private final ChunkCopier chunks;
  private final String epoch;
  private final Workspace work;
  private int seen;
  private Map<String, StoredFile> uploaded = Map.of();

  /**
   * Creates the last step of the rebuild whose marker names this epoch.
   *
   * @param work holds all chunks as they were at some time after the marker was written
   */
  CatchUp(
      Snapshots snapshots, Publisher publisher, ChunkCopier chunks, String epoch, Workspace work) {
    this.snapshots = snapshots;
    this.publisher = publisher;
    this.chunks = chunks;
    this.epoch = epoch;
    this.work = work;
  }

  /**
   * Returns the published snapshot.
   *
   * @throws HeadroomException.Conflict when another rebuild began meanwhile
   * @throws HeadroomException.Unavailable when other writers were faster at every attempt
   */
  Snapshot publish() {
    for (int race = 0; race < PartitionWriter.MAX_RACES; race++) {
      Published now = snapshots.newest().orElseThrow(RebuildMarker::superseded);
      changesSince(now.snapshot());
      uploaded = publisher.upload(work, epoch, epoch, uploaded);
      long next = now.snapshot().generation() + 1;
      Optional<Published> published =
          publisher.begin(epoch, next, work, uploaded, Optional.of(now.version()));
      if (published.isPresent()) {
        return published.get().snapshot();
      }
    }
    throw new HeadroomException.Unavailable(
        "The search index changes faster than it can be rebuilt. Try again later.");
  }

  private void changesSince(Snapshot now) {
    var rebuilding = now.rebuilding();
    if (rebuilding == null || !rebuilding.id().equals(epoch)) {
      throw RebuildMarker.superseded();
    }
    List<String> all = rebuilding.changes();
    for (String attempt : all.subList(seen, all.size())) {
      chunks.copy(new LinkedHashSet<>(publisher.changes(now.epoch(), attempt)), work);
    }
    seen = all.size();
  }
}
