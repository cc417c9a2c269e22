package dev.headroom.index;

import dev.headroom.errors.HeadroomException;
import dev.headroom.index.Snapshot.Rebuilding;
import dev.headroom.index.Snapshots.Published;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Marks a partition's pointer as being rebuilt: from then on every writer notes which chunks it
 * changed. A mark takes the place of an earlier one, whose rebuild then gives up.
 */
final class Announcement {
  private static final int MAX_RACES = 50;

  private final Snapshots snapshots;
  private final InstantSource clock;

  Announcement(Snapshots snapshots, InstantSource clock) {
    this.snapshots = snapshots;
    this.clock = clock;
  }

  void make(String id) {
    for (int race = 0; race < MAX_RACES; race++) {
      Published now = snapshots.newest().orElseThrow(Announcement::superseded);
      var mark = new Rebuilding(id, clock.instant(), List.of());
      if (snapshots.publish(now.snapshot().with(mark), Optional.of(now.version()))) {
        return;
      }
    }
    throw new HeadroomException.Unavailable(
        "The search index is being written by too many at once.");
  }

  static HeadroomException.Conflict superseded() {
    return new HeadroomException.Conflict(
        "Another rebuild of the search index has begun since; this one is for nothing.");
  }
}
