package dev.headroom.index.writing;

import dev.headroom.errors.HeadroomException;
import dev.headroom.index.snapshots.Snapshot.Rebuilding;
import dev.headroom.index.snapshots.Snapshots;
import dev.headroom.index.snapshots.Snapshots.Published;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Marks a partition's pointer as being rebuilt. From then on every writer records which chunks it
 * changed. A marker replaces an earlier one, whose rebuild then fails.
 */
public final class RebuildMarker {
  private static final int MAX_RACES = 50;

  private final Snapshots snapshots;
  private final InstantSource clock;

  public RebuildMarker(Snapshots snapshots, InstantSource clock) {
    this.snapshots = snapshots;
    this.clock = clock;
  }

  /**
   * Writes the marker of a rebuild.
   *
   * @throws HeadroomException.Unavailable when other writers change the pointer too often
   */
  public void write(String id) {
    for (int race = 0; race < MAX_RACES; race++) {
      Published now = snapshots.newest().orElseThrow(RebuildMarker::superseded);
      var mark = new Rebuilding(id, clock.instant(), List.of());
      if (snapshots.publish(now.snapshot().with(mark), Optional.of(now.version()))) {
        return;
      }
    }
    throw new HeadroomException.Unavailable(
        "Too many writers change the search index at the same time. Try again in a moment.");
  }

  public static HeadroomException.Conflict superseded() {
    return new HeadroomException.Conflict(
        "Another rebuild of the search index began after this one, which therefore ends.");
  }
}
