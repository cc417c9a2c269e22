package dev.headroom.local.startup;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.LoggerFactory;

/** What has been opened so far, closed in the opposite order: at the end, or when a start fails. */
public final class Opened {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  public synchronized <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /** Closes everything; a part that cannot be closed does not keep the others open. */
  public synchronized void closeAll() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception fault) {
        LoggerFactory.getLogger(Opened.class)
            .warn("A part of the local cloud did not close", fault);
      }
    }
  }
}
