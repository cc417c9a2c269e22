package dev.headroom.search.query.ranking;

/**
 * The terms of the BM25 formula (Robertson and others, TREC-3, 1994), as Lucene computes them with
 * its defaults for {@code k1} and {@code b}.
 */
final class Bm25 {
  private static final double K1 = 1.2;
  private static final double B = 0.75;

  private Bm25() {}

  /** Returns the inverse document frequency of a term that occurs in this number of documents. */
  static double idf(long documents, long frequency) {
    return Math.log1p((documents - frequency + 0.5) / (frequency + 0.5));
  }

  /**
   * Returns the frequency at which a term has half of its greatest weight, in a document of this
   * length.
   */
  static double half(double length, double averageLength) {
    return K1 * (1 - B + B * length / Math.max(1, averageLength));
  }

  /** Returns the saturated frequency, 0 to 1, which rises with the frequency. */
  static double saturated(double frequency, double half) {
    return frequency / (frequency + half);
  }
}
