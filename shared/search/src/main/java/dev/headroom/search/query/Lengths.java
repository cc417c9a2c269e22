package dev.headroom.search.query;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.SmallFloat;
import org.jspecify.annotations.Nullable;

/** How long the documents of a segment are in one field, against the average of the whole index. */
final class Lengths {
  private final double average;

  /** Null when no document has the field. */
  private final @Nullable NumericDocValues norms;

  private Lengths(double average, @Nullable NumericDocValues norms) {
    this.average = average;
    this.norms = norms;
  }

  static Lengths of(LeafReaderContext segment, String field, double average) throws IOException {
    return new Lengths(average, segment.reader().getNormValues(field));
  }

  /** In words; 0 when no document has the field. */
  static double average(IndexSearcher index, String field) throws IOException {
    CollectionStatistics statistics = index.collectionStatistics(field);
    return statistics == null ? 0 : (double) statistics.sumTotalTermFreq() / statistics.docCount();
  }

  /** Moves on to a document, which must not be before the last; says whether it has the field. */
  boolean isIn(int document) throws IOException {
    return norms != null && norms.advanceExact(document);
  }

  /** Of the document that it moved to: {@link Bm25#half}. */
  double half() throws IOException {
    // Lucene keeps a length in a byte: exactly to 40 words, and to an eighth beyond.
    int length = norms == null ? 0 : SmallFloat.byte4ToInt((byte) norms.longValue());
    return Bm25.half(length, average);
  }
}
