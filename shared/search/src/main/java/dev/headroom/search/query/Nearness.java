package dev.headroom.search.query;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.PostingsEnum;

/**
 * How near the words of a query stand to each other in a document. Of two neighbours each vouches
 * for the other, the more the rarer it is, and the less the further they are apart (Büttcher,
 * Clarke and Lushman: Term proximity scoring for ad-hoc retrieval on very large text collections,
 * SIGIR 2006).
 */
final class Nearness {
  /** In one document: bounds what a query reads. */
  private static final int MAX_OCCURRENCES = 1_024;

  private static final int WORD_BITS = 8;

  private final double[] idf;
  private final double[] near;
  private final int eachAtMost;

  /** Position, then word: as numbers they are in the order of the text. */
  private final long[] occurrences = new long[MAX_OCCURRENCES];

  private int count;

  /**
   * @param idf of each word; at most 256
   */
  Nearness(double[] idf) {
    this.idf = idf;
    this.near = new double[idf.length];
    this.eachAtMost = MAX_OCCURRENCES / Math.max(1, idf.length);
  }

  /** Forgets the document before. */
  void begin() {
    count = 0;
    Arrays.fill(near, 0);
  }

  /** Takes a word's positions in the document that its postings are at. */
  void add(int word, PostingsEnum postings) throws IOException {
    int times = Math.min(postings.freq(), eachAtMost);
    for (int i = 0; i < times; i++) {
      occurrences[count++] = (long) postings.nextPosition() << WORD_BITS | word;
    }
  }

  /** Goes through the document once all its words are there. */
  void end() {
    Arrays.sort(occurrences, 0, count);
    for (int i = 1; i < count; i++) {
      int one = word(occurrences[i - 1]);
      int other = word(occurrences[i]);
      if (one != other) {
        vouch(one, other, position(occurrences[i]) - position(occurrences[i - 1]));
      }
    }
  }

  private void vouch(int one, int other, double distance) {
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

  /** What its neighbours say for a word: as if it stood there so many times more. */
  double of(int word) {
    return near[word];
  }
}
