package dev.headroom.objects;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One writer at a time, among all threads of all processes that share a folder. The operating
 * system lets go of a killed process's lock; its file stays, and means nothing by itself.
 */
final class FolderLock {
  /**
   * To the operating system a lock's owner is the process, not the thread: to lock the file twice
   * fails, and to close any channel of it lets go of the lock. So the threads of this process take
   * turns here, whichever instance of the store they have.
   */
  private static final ReentrantLock THIS_PROCESS = new ReentrantLock();

  private final Path file;

  FolderLock(Path file) {
    this.file = file;
  }

  /** What is done while nobody else writes. */
  interface Work<T> {
    T run() throws IOException;
  }

  <T> T hold(Work<T> work) throws IOException {
    Files.createDirectories(file.getParent());
    THIS_PROCESS.lock();
    try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      return work.run();
    } finally {
      THIS_PROCESS.unlock();
    }
  }
}
