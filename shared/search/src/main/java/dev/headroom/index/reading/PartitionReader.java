package dev.headroom.index.reading;

import dev.headroom.errors.HeadroomException;
import dev.headroom.index.snapshots.Mirror;
import dev.headroom.index.snapshots.Snapshot;
import dev.headroom.index.snapshots.Snapshots;
import dev.headroom.index.snapshots.Snapshots.Change;
import dev.headroom.index.snapshots.Snapshots.Published;
import dev.headroom.index.snapshots.UnreadableSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NoLockFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the snapshots of one partition: downloads the files that are new and opens them in
 * addition to those that are open. A snapshot that cannot be read is logged once, and the previous
 * one remains open. Instances are not thread-safe.
 */
final class PartitionReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionReader.class);

  /** A snapshot may be replaced and its files deleted while it is downloaded. */
  private static final int MAX_TRIES = 3;

  private final Snapshots snapshots;
  private final Mirror mirror;
  private Optional<Open> open = Optional.empty();
  private boolean isLogged;

  PartitionReader(Snapshots snapshots, Path folder) {
    this.snapshots = snapshots;
    this.mirror = new Mirror(snapshots, folder);
  }

  /**
   * A snapshot whose files are open.
   *
   * @param directory the Lucene directory of its epoch
   */
  record Open(Published published, Directory directory, DirectoryReader reader) {
    Snapshot snapshot() {
      return published.snapshot();
    }
  }

  /** Returns the open snapshot, or empty when there is no index. */
  Optional<Open> open() {
    return open;
  }

  /**
   * Opens the newest snapshot. When there is none newer, this is one conditional read of the
   * pointer. When it cannot be read, or the object store does not answer, the open snapshot remains
   * in use.
   *
   * @throws HeadroomException.Unavailable when it cannot be read and no previous one is open
   */
  void refresh() {
    try {
      follow();
      isLogged = false;
    } catch (UnreadableSnapshot e) {
      if (open.isEmpty()) {
        throw new HeadroomException.Unavailable(
            "The search index cannot be read at the moment. It is rebuilt with the next change.",
            e);
      }
      logOnce(e);
    } catch (RuntimeException e) {
      if (open.isEmpty()) {
        throw e;
      }
      logOnce(e);
    }
  }

  private void logOnce(RuntimeException fault) {
    if (!isLogged) {
      LOG.error("The newest search index cannot be read; the previous one remains in use", fault);
      isLogged = true;
    }
  }

  private void follow() {
    for (int tries = 1; ; tries++) {
      try {
        switch (snapshots.changeSince(open.map(Open::published))) {
          case Change.None() -> {}
          case Change.NoIndex() -> close();
          case Change.Newer(var published) -> change(published);
        }
        return;
      } catch (UnreadableSnapshot e) {
        if (e.isNewer() || tries == MAX_TRIES) {
          throw e;
        }
      }
    }
  }

  private void change(Published newer) {
    if (open.filter(now -> isSame(now.snapshot(), newer.snapshot())).isPresent()) {
      Open now = open.get();
      open = Optional.of(new Open(newer, now.directory(), now.reader()));
      return;
    }
    Path files = mirror.sync(newer.snapshot());
    Open next;
    try {
      next = open(newer, files);
    } catch (IOException e) {
      mirror.forget();
      throw new UnreadableSnapshot("The files of the search index cannot be opened.", e);
    }
    Optional<Open> before = open;
    open = Optional.of(next);
    before.ifPresent(old -> release(old, next));
    mirror.keepOnly(newer.snapshot());
  }

  /**
   * Returns whether both have the same content. A rebuild marker changes only the pointer's
   * version.
   */
  private static boolean isSame(Snapshot one, Snapshot other) {
    return one.attempt().equals(other.attempt());
  }

  private Open open(Published newer, Path files) throws IOException {
    Open next = openFiles(newer, files);
    if (next.reader().numDocs() != newer.snapshot().chunks()) {
      next.reader().close();
      throw new IOException("The pointer and its files have different numbers of chunks");
    }
    return next;
  }

  private Open openFiles(Published newer, Path files) throws IOException {
    Optional<Open> sameEpoch =
        open.filter(now -> now.snapshot().epoch().equals(newer.snapshot().epoch()));
    if (sameEpoch.isPresent()) {
      // Unchanged segments are not opened again.
      Open now = sameEpoch.get();
      DirectoryReader changed = DirectoryReader.openIfChanged(now.reader());
      if (changed == null) {
        throw new IOException("A newer snapshot has the same files");
      }
      return new Open(newer, now.directory(), changed);
    }
    var directory = new MMapDirectory(files, NoLockFactory.INSTANCE);
    return new Open(newer, directory, DirectoryReader.open(directory));
  }

  private static void release(Open old, Open next) {
    try {
      old.reader().close();
      if (!old.directory().equals(next.directory())) {
        old.directory().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the size of the local files in bytes. */
  long bytes() {
    return open.map(now -> now.snapshot().bytes()).orElse(0L);
  }

  /** Closes the index and deletes its files. Searches in progress can finish. */
  @Override
  public void close() {
    try {
      if (open.isPresent()) {
        open.get().reader().close();
        open.get().directory().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      open = Optional.empty();
      mirror.forget();
    }
  }
}
