package dev.headroom.benchmarks.relevance;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A search over one collection. */
interface Ranker extends Closeable {
  /** Indexes a collection. */
  @FunctionalInterface
  interface Opening {
    Ranker open(Collection collection) throws IOException;
  }

  /** The ids of the documents found, the best first, each once, at most as many as the depth. */
  List<String> rank(String query, int depth) throws IOException;
}
