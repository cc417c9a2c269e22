package dev.headroom.local.log;

import dev.headroom.local.startup.CannotStart;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** A file that lines are appended to, each whole, whoever writes at the same time. */
public final class LineFile implements AutoCloseable {
  private final BufferedWriter writer;
  private final Lock lock = new ReentrantLock();

  private LineFile(BufferedWriter writer) {
    this.writer = writer;
  }

  /**
   * Opens the file, and makes it and its folder if need be.
   *
   * @throws CannotStart when it cannot be written
   */
  public static LineFile open(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return new LineFile(
          Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    } catch (IOException fault) {
      throw new CannotStart(
          "The log " + file.toAbsolutePath() + " cannot be written: choose another log folder.",
          fault);
    }
  }

  /** Writes a line and flushes it; a full disk loses the line, and not the request behind it. */
  public void append(String line) {
    lock.lock();
    try {
      writer.write(line);
      writer.newLine();
      writer.flush();
    } catch (IOException _) {
      // there is nowhere left to say it
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
