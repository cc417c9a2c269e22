package dev.headroom.search.query.ranking;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.PostingsEnum;

/**
 * Computes how near the words of a query are to each other in a document. Each of two neighbouring
 * words adds to the proximity of the other, the more the rarer it is, and the less the farther
 * apart they are (Büttcher, Clarke and Lushman: Term proximity scoring for ad-hoc retrieval on very
 * large text collections, SIGIR 2006).
 */
final class TermProximity {
  /** The number of occurrences that are read in one document, which bounds the cost of a query. */
  private static final int MAX_OCCURRENCES = 1_024;

  private static final int WORD_BITS = 8;

  private final double[] idf;
  private final double[] near;
  private final int eachAtMost;

  /**
   * Each has the position in its high bits and the word in its low bits, so they sort in the order
   * of the text.
   */
  private final long[] occurrences = new long[MAX_OCCURRENCES];

  private int count;

  /**
   * @param idf the inverse document frequency of each word; at most 256 words
   */
  TermProximity(double[] idf) {
    this.idf = idf;
    this.near = new double[idf.length];
    this.eachAtMost = MAX_OCCURRENCES / Math.max(1, idf.length);
  }

  /** Begins a document. */
  void begin() {
    count = 0;
    Arrays.fill(near, 0);
  }

  /** Adds a word's positions in the current document of its postings. */
  void add(int word, PostingsEnum postings) throws IOException {
    int times = Math.min(postings.freq(), eachAtMost);
    for (int i = 0; i < times; i++) {
      occurrences[count++] = (long) postings.nextPosition() << WORD_BITS | word;
    }
  }

  /** Ends the document after all its words were added, and computes the proximities. */
  void end() {
    Arrays.sort(occurrences, 0, count);
    for (int i = 1; i < count; i++) {
      int one = word(occurrences[i - 1]);
      int other = word(occurrences[i]);
      if (one != other) {
        addPair(one, other, position(occurrences[i]) - position(occurrences[i - 1]));
      }
    }
  }

  private void addPair(int one, int other, double distance) {
    double closeness = 1 / (distance * distance);
    near[one] += idf[other] * closeness;
    near[other] += idf[one] * closeness;
  }

  private static int word(long occurrence) {
    return (int) (occurrence & (1 << WORD_BITS) - 1);
  }

  private static int position(long occurrence) {
    return (int) (occurrence >>> WORD_BITS);
  }

  /**
   * Returns the proximity of a word in the document, which counts like so many additional
   * occurrences.
   */
  double of(int word) {
    return near[word];
  }
}
