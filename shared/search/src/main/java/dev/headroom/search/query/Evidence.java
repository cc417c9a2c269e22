package dev.headroom.search.query;

import dev.headroom.index.Schema;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.IndexSearcher;

/**
 * What speaks for a chunk beyond how often it has each word of a query: that it has them in the
 * very form, in its title, and near each other. It is never negative, and measured as BM25 measures
 * words, so that it can be added to a score of BM25.
 */
final class Evidence {
  // Found by trying on collections of known items, topics and citations.
  static final double FORM = 0.3;
  static final double TITLE = 0.2;
  static final double NEARNESS = 0.2;

  private final List<PlainWord> words;
  private final TermStates[] states;
  private final double[] idf;
  private final double averageLength;
  private final double averageTitleLength;

  private Evidence(IndexSearcher index, List<PlainWord> words) throws IOException {
    this.words = words;
    this.states = new TermStates[words.size()];
    this.idf = new double[words.size()];
    this.averageLength = Lengths.average(index, Schema.TEXT);
    this.averageTitleLength = Lengths.average(index, Schema.TITLE_TEXT);
    CollectionStatistics all = index.collectionStatistics(Schema.TEXT);
    long documents = all == null ? 0 : all.docCount();
    for (int i = 0; i < idf.length; i++) {
      states[i] = TermStates.build(index, term(i), true);
      idf[i] = Bm25.idf(documents, states[i].docFreq());
    }
  }

  static Evidence of(IndexSearcher index, List<PlainWord> words) throws IOException {
    return new Evidence(index, words);
  }

  /** For the chunks of one segment, in the order of their numbers. */
  SegmentEvidence in(LeafReaderContext segment) throws IOException {
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

  /** Of a word: what its frequency in a form or in a title counts for. */
  double weight(int i) {
    return idf[i] * words.get(i).times();
  }

  Lengths lengths(LeafReaderContext segment) throws IOException {
    return Lengths.of(segment, Schema.TEXT, averageLength);
  }

  Lengths titleLengths(LeafReaderContext segment) throws IOException {
    return Lengths.of(segment, Schema.TITLE_TEXT, averageTitleLength);
  }
}
