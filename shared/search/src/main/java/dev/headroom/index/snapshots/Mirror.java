package dev.headroom.index.snapshots;

import dev.headroom.aws.InParallel;
import dev.headroom.index.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * The local copies of the files of a partition's snapshots. Each epoch has a folder, in which files
 * have the names that Lucene gave them. A file is never changed.
 */
public final class Mirror {
  private static final int DOWNLOADS_AT_ONCE = 8;

  private final Snapshots snapshots;
  private final Path folder;

  public Mirror(Snapshots snapshots, Path folder) {
    this.snapshots = snapshots;
    this.folder = folder;
  }

  /**
   * Downloads the files of a snapshot that are missing here.
   *
   * @return the folder of its epoch, which may contain other files too
   * @throws UnreadableSnapshot when a file is missing or damaged
   */
  public Path sync(Snapshot snapshot) {
    try {
      Path epoch = Files.createDirectories(folder.resolve(snapshot.epoch()));
      List<Callable<Void>> downloads = new ArrayList<>();
      snapshot
          .files()
          .forEach(
              (name, file) -> {
                Path here = epoch.resolve(name);
                if (!Files.exists(here)) {
                  downloads.add(() -> download(snapshot.epoch(), name, file, here));
                }
              });
      InParallel.all(downloads, DOWNLOADS_AT_ONCE);
      return epoch;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Void download(String epoch, String name, Snapshot.StoredFile file, Path here)
      throws IOException {
    Path part = here.resolveSibling(name + ".part");
    Files.deleteIfExists(part);
    try {
      if (!snapshots.objects().download(snapshots.key(epoch, file, name), part)) {
        throw new UnreadableSnapshot("A file of the search index is missing: " + name, false);
      }
      if (Files.size(part) != file.bytes() || Checksum.of(part) != file.crc32c()) {
        throw new UnreadableSnapshot("A file of the search index is damaged: " + name, false);
      }
      Files.move(part, here);
    } finally {
      Files.deleteIfExists(part);
    }
    return null;
  }

  /**
   * Adopts files that were created on this machine and are published now, so they are not
   * downloaded.
   */
  public void adopt(Path made, Snapshot published) {
    try {
      Path epoch = Files.createDirectories(folder.resolve(published.epoch()));
      for (String name : published.files().keySet()) {
        if (!Files.exists(epoch.resolve(name))) {
          Files.createLink(epoch.resolve(name), made.resolve(name));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes all files but those of one snapshot. Open files remain readable. */
  public void keepOnly(Snapshot snapshot) {
    Set<String> epochs = new HashSet<>(names(folder));
    epochs.remove(snapshot.epoch());
    epochs.forEach(epoch -> Scratch.delete(folder.resolve(epoch)));
    Set<String> files = new HashSet<>(names(folder.resolve(snapshot.epoch())));
    files.removeAll(snapshot.files().keySet());
    files.forEach(name -> Scratch.delete(folder.resolve(snapshot.epoch()).resolve(name)));
  }

  /** Deletes all files, for example after one of them turned out to be damaged. */
  public void forget() {
    Scratch.delete(folder);
  }

  private static List<String> names(Path in) {
    if (!Files.exists(in)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(in)) {
      return children.map(child -> String.valueOf(child.getFileName())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
