package dev.headroom.search.query.ranking;

import dev.headroom.index.Schema;
import dev.headroom.search.query.text.PlainWord;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.IndexSearcher;

/**
 * The evidence of relevance that BM25 does not use: a chunk has the words of the query in the same
 * form, in its title, and near each other. It is never negative and on the scale of BM25, so it can
 * be added to a BM25 score.
 */
public final class Evidence {
  // The weights were tuned on collections of known items, topics and citations.
  static final double FORM = 0.3;
  static final double TITLE = 0.2;
  static final double PROXIMITY = 0.2;

  private final List<PlainWord> words;
  private final TermStates[] states;
  private final double[] idf;
  private final double averageLength;
  private final double averageTitleLength;

  private Evidence(IndexSearcher index, List<PlainWord> words) throws IOException {
    this.words = words;
    this.states = new TermStates[words.size()];
    this.idf = new double[words.size()];
    this.averageLength = FieldLengths.average(index, Schema.TEXT);
    this.averageTitleLength = FieldLengths.average(index, Schema.TITLE_TEXT);
    CollectionStatistics all = index.collectionStatistics(Schema.TEXT);
    long documents = all == null ? 0 : all.docCount();
    for (int i = 0; i < idf.length; i++) {
      states[i] = TermStates.build(index, term(i), true);
      idf[i] = Bm25.idf(documents, states[i].docFreq());
    }
  }

  /** Reads the statistics of the words in the index. */
  public static Evidence of(IndexSearcher index, List<PlainWord> words) throws IOException {
    return new Evidence(index, words);
  }

  /**
   * Returns the evidence for the chunks of one segment, which are asked for in the order of their
   * numbers.
   */
  public SegmentEvidence in(LeafReaderContext segment) throws IOException {
    return new SegmentEvidence(this, segment);
  }

  int size() {
    return idf.length;
  }

  PlainWord word(int i) {
    return words.get(i);
  }

  Term term(int i) {
    return new Term(Schema.TEXT, words.get(i).stem());
  }

  TermStates states(int i) {
    return states[i];
  }

  double[] idf() {
    return idf;
  }

  /** Returns the weight of a word's frequency in its form or in a title. */
  double weight(int i) {
    return idf[i] * words.get(i).times();
  }

  FieldLengths lengths(LeafReaderContext segment) throws IOException {
    return FieldLengths.of(segment, Schema.TEXT, averageLength);
  }

  FieldLengths titleLengths(LeafReaderContext segment) throws IOException {
    return FieldLengths.of(segment, Schema.TITLE_TEXT, averageTitleLength);
  }
}
