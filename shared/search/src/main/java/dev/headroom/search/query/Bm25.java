package dev.headroom.search.query;

/**
 * The parts of BM25 (Robertson and others, TREC-3, 1994), as Lucene computes them with its defaults
 * for {@code k1} and {@code b}.
 */
final class Bm25 {
  private static final double K1 = 1.2;
  private static final double B = 0.75;

  private Bm25() {}

  /** How much a term says that stands in so many of the documents. */
  static double idf(long documents, long frequency) {
    return Math.log1p((documents - frequency + 0.5) / (frequency + 0.5));
  }

  /** At which frequency a term says half of what it can, in a document of this length. */
  static double half(double length, double averageLength) {
    return K1 * (1 - B + B * length / Math.max(1, averageLength));
  }

  /** From 0 to 1: the more often, the nearer to 1. */
  static double saturated(double frequency, double half) {
    return frequency / (frequency + half);
  }
}
