package dev.headroom.worker.extraction;

import java.util.ArrayList;
import java.util.List;

/** All chunks of a submission, and in how many of them each sign stands. */
final class Corpus {
  private final List<Chunk> chunks = new ArrayList<>();
  private final int[] chunksWith;

  /**
   * @param signs the number of signs of the taxonomy
   */
  Corpus(int signs) {
    this.chunksWith = new int[signs];
  }

  void add(Chunk chunk) {
    chunks.add(chunk);
    for (var sign : chunk.counts().keySet()) {
      chunksWith[sign.number()]++;
    }
  }

  List<Chunk> chunks() {
    return chunks;
  }

  /** In how many chunks the sign stands at least once. */
  int chunksWith(Sign sign) {
    return chunksWith[sign.number()];
  }
}
