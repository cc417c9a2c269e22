package dev.headroom.search;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Chunks of which only what matters is said. */
final class AChunk {
  static final Instant NOON = Instant.parse("2026-11-20T12:00:00.123Z");

  private AChunk() {}

  static Chunk of(String id, String text) {
    return new Chunk(id, Optional.empty(), Optional.empty(), text, List.of(), 1, NOON);
  }
}
