package dev.headroom.benchmarks.relevance;

import java.io.IOException;
import java.nio.file.Path;

/** A collection that cannot be read; the message names file, line, and what was looked for. */
public final class Malformed extends IOException {
  private static final long serialVersionUID = 1;

  Malformed(String message) {
    super(message);
  }

  Malformed(Path file, long line, String why) {
    super("%s:%d: %s".formatted(file, line, why));
  }
}
