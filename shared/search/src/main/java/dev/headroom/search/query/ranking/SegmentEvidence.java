package dev.headroom.search.query.ranking;

import dev.headroom.index.Schema;
import dev.headroom.search.query.text.PlainWord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermState;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.IOSupplier;

/** Computes {@link Evidence} from the postings of one segment, which it reads forward only. */
public final class SegmentEvidence {
  private final Evidence query;
  private final List<Word> words = new ArrayList<>();
  private final TermProximity proximity;
  private final FieldLengths lengths;
  private final FieldLengths titleLengths;

  SegmentEvidence(Evidence query, LeafReaderContext segment) throws IOException {
    this.query = query;
    this.proximity = new TermProximity(query.idf());
    this.lengths = query.lengths(segment);
    this.titleLengths = query.titleLengths(segment);
    Terms stems = segment.reader().terms(Schema.TEXT);
    for (int i = 0; stems != null && i < query.size(); i++) {
      IOSupplier<TermState> state = query.states(i).get(segment);
      TermState found = state == null ? null : state.get();
      if (found != null) {
        TermsEnum stem = stems.iterator();
        stem.seekExact(query.term(i).bytes(), found);
        words.add(word(i, stem.postings(null, PostingsEnum.POSITIONS), segment));
      }
    }
  }

  private record Word(int number, PostingsEnum stem, Postings forms, Postings inTitles) {}

  private Word word(int number, PostingsEnum stem, LeafReaderContext segment) throws IOException {
    PlainWord word = query.word(number);
    return new Word(
        number,
        stem,
        Postings.of(segment, Schema.WORDS, word.forms()),
        Postings.of(segment, Schema.TITLE_TEXT, Set.of(word.stem())));
  }

  /**
   * Returns the evidence for a chunk.
   *
   * @param document its number in the segment, which must be higher than that of the previous call
   */
  public double of(int document) throws IOException {
    if (!lengths.isIn(document)) {
      return 0;
    }
    double half = lengths.half();
    boolean hasTitle = titleLengths.isIn(document);
    double sum = 0;
    proximity.begin();
    for (Word word : words) {
      if (Postings.isIn(word.stem(), document)) {
        proximity.add(word.number(), word.stem());
        double says = Evidence.FORM * Bm25.saturated(word.forms().frequency(document), half);
        if (hasTitle) {
          says += Evidence.TITLE * inTitle(word, document);
        }
        sum += query.weight(word.number()) * says;
      }
    }
    proximity.end();
    return sum + Evidence.PROXIMITY * near(half);
  }

  private double inTitle(Word word, int document) throws IOException {
    return Bm25.saturated(word.inTitles().frequency(document), titleLengths.half());
  }

  private double near(double half) {
    double sum = 0;
    for (int i = 0; i < query.size(); i++) {
      sum += Math.min(1, query.idf()[i]) * Bm25.saturated(proximity.of(i), half);
    }
    return sum;
  }
}
