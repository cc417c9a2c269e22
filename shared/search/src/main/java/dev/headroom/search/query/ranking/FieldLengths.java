package dev.headroom.search.query.ranking;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.SmallFloat;
import org.jspecify.annotations.Nullable;

/**
 * The lengths of one field in the documents of a segment, relative to the average of the whole
 * index.
 */
final class FieldLengths {
  private final double average;

  /** The norms of the field; null when no document has it. */
  private final @Nullable NumericDocValues norms;

  private FieldLengths(double average, @Nullable NumericDocValues norms) {
    this.average = average;
    this.norms = norms;
  }

  static FieldLengths of(LeafReaderContext segment, String field, double average)
      throws IOException {
    return new FieldLengths(average, segment.reader().getNormValues(field));
  }

  /** Returns the average length of a field in words; 0 when no document has it. */
  static double average(IndexSearcher index, String field) throws IOException {
    CollectionStatistics statistics = index.collectionStatistics(field);
    return statistics == null ? 0 : (double) statistics.sumTotalTermFreq() / statistics.docCount();
  }

  /**
   * Advances to a document, which must not be before the last one, and returns whether it has the
   * field.
   */
  boolean isIn(int document) throws IOException {
    return norms != null && norms.advanceExact(document);
  }

  /** Returns {@link Bm25#half} for the current document. */
  double half() throws IOException {
    // Lucene stores a length in a byte: exactly up to 40 words, and to an eighth beyond.
    int length = norms == null ? 0 : SmallFloat.byte4ToInt((byte) norms.longValue());
    return Bm25.half(length, average);
  }
}
