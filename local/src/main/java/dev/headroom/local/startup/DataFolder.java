package dev.headroom.local.startup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The folder that outlives the process, held by one running instance at a time. */
public final class DataFolder implements AutoCloseable {
  private final Path path;
  private final FileChannel lock;

  private DataFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes the folder if need be, and takes it. The operating system gives it back when the process
   * ends, however it ends.
   *
   * @throws CannotStart when it cannot be written, or another instance holds it
   */
  public static DataFolder open(Path path) {
    try {
      Files.createDirectories(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new CannotStart(
            "The data folder "
                + path.toAbsolutePath()
                + " is used by another running instance: stop that one, or choose another folder.");
      }
      return new DataFolder(path, channel);
    } catch (IOException fault) {
      throw new CannotStart(
          "The data folder "
              + path.toAbsolutePath()
              + " cannot be written: allow this user to, or choose another folder.",
          fault);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null; // held by another instance in this JVM
    }
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
