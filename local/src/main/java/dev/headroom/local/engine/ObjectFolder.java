package dev.headroom.local.engine;

import dev.headroom.local.startup.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/** The folder that stands for the template's buckets, one folder each. */
final class ObjectFolder implements AutoCloseable {
  private final Path root;
  private final boolean temporary;

  private ObjectFolder(Path root, boolean temporary) {
    this.root = root;
    this.temporary = temporary;
  }

  /**
   * @param data the data folder; without one, a temporary folder that is deleted on close
   */
  static ObjectFolder open(Optional<Path> data) {
    try {
      return data.isPresent()
          ? new ObjectFolder(data.get().resolve("objects"), false)
          : new ObjectFolder(Files.createTempDirectory("headroom-objects"), true);
    } catch (IOException fault) {
      throw new CannotStart("No temporary folder can be made for objects.", fault);
    }
  }

  /** The {@code file:} URI of a bucket's folder, without a slash at its end. */
  String uri(String bucket) {
    Path folder = root.resolve(bucket).toAbsolutePath();
    try {
      Files.createDirectories(folder);
    } catch (IOException fault) {
      throw new CannotStart("The folder " + folder + " cannot be written.", fault);
    }
    String uri = folder.toUri().toString();
    return uri.substring(0, uri.length() - 1);
  }

  @Override
  public void close() throws IOException {
    if (!temporary) {
      return;
    }
    try (var files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
