package dev.headroom.worker.extraction;

import dev.headroom.worker.extraction.keywords.Keyword;
import java.util.ArrayList;
import java.util.List;

/** All chunks of one extraction with the number of chunks in which each keyword occurs. */
final class Corpus {
  private final List<Chunk> chunks = new ArrayList<>();
  private final int[] chunksWith;

  /**
   * @param keywords the number of keywords of the taxonomy
   */
  Corpus(int keywords) {
    this.chunksWith = new int[keywords];
  }

  void add(Chunk chunk) {
    chunks.add(chunk);
    for (var keyword : chunk.counts().keySet()) {
      chunksWith[keyword.number()]++;
    }
  }

  List<Chunk> chunks() {
    return chunks;
  }

  /** Returns in how many chunks the keyword occurs at least once. */
  int chunksWith(Keyword keyword) {
    return chunksWith[keyword.number()];
  }
}
