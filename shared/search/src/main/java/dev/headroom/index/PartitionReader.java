package dev.headroom.index;

import dev.headroom.errors.HeadroomException;
import dev.headroom.index.Snapshots.News;
import dev.headroom.index.Snapshots.Published;
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
 * Follows the snapshots of one partition: fetches the files that are new, and opens them beside
 * those that are open. What cannot be read is told once, and the snapshot before goes on serving.
 * Not for use by two threads at a time.
 */
final class PartitionReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionReader.class);

  /** A snapshot may be replaced, and its files collected, while it is fetched. */
  private static final int MAX_TRIES = 3;

  private final Snapshots snapshots;
  private final Mirror mirror;
  private Optional<Open> open = Optional.empty();
  private boolean told;

  PartitionReader(Snapshots snapshots, Path folder) {
    this.snapshots = snapshots;
    this.mirror = new Mirror(snapshots, folder);
  }

  /**
   * A snapshot whose files are open.
   *
   * @param directory of its epoch
   */
  record Open(Published published, Directory directory, DirectoryReader reader) {
    Snapshot snapshot() {
      return published.snapshot();
    }
  }

  /** What is open: empty when there is no index. */
  Optional<Open> open() {
    return open;
  }

  /**
   * Opens the newest snapshot. One look at the pointer when there is none newer. When it cannot be
   * read, or the object store does not answer, the one that is open goes on serving.
   *
   * @throws HeadroomException.Unavailable when it cannot be read, and none before it is open
   */
  void refresh() {
    try {
      follow();
      told = false;
    } catch (UnreadableSnapshot e) {
      if (open.isEmpty()) {
        throw new HeadroomException.Unavailable(
            "The search index cannot be read at the moment; it is built anew with the next change.",
            e);
      }
      tellOnce(e);
    } catch (RuntimeException e) {
      if (open.isEmpty()) {
        throw e;
      }
      tellOnce(e);
    }
  }

  private void tellOnce(RuntimeException fault) {
    if (!told) {
      LOG.error("The newest search index cannot be read; the one before goes on serving", fault);
      told = true;
    }
  }

  private void follow() {
    for (int tries = 1; ; tries++) {
      try {
        switch (snapshots.since(open.map(Open::published))) {
          case News.None() -> {}
          case News.NoIndex() -> close();
          case News.Newer(var published) -> change(published);
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

  /** A mark on the pointer changes its version, and not what is found. */
  private static boolean isSame(Snapshot one, Snapshot other) {
    return one.attempt().equals(other.attempt());
  }

  private Open open(Published newer, Path files) throws IOException {
    Open next = openFiles(newer, files);
    if (next.reader().numDocs() != newer.snapshot().chunks()) {
      next.reader().close();
      throw new IOException("The pointer tells of other chunks than its files");
    }
    return next;
  }

  private Open openFiles(Published newer, Path files) throws IOException {
    Optional<Open> sameEpoch =
        open.filter(now -> now.snapshot().epoch().equals(newer.snapshot().epoch()));
    if (sameEpoch.isPresent()) {
      // Segments that stay are not opened again.
      Open now = sameEpoch.get();
      DirectoryReader changed = DirectoryReader.openIfChanged(now.reader());
      if (changed == null) {
        throw new IOException("A newer snapshot that is no other");
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

  /** Bytes on this machine. */
  long bytes() {
    return open.map(now -> now.snapshot().bytes()).orElse(0L);
  }

  /** Whoever still searches goes on. */
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
