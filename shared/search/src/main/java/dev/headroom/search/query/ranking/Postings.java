package dev.headroom.search.query.ranking;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;

/** Reads the postings of several terms in one segment together and forward only. */
final class Postings {
  private final List<PostingsEnum> terms;

  private Postings(List<PostingsEnum> terms) {
    this.terms = terms;
  }

  static Postings of(LeafReaderContext segment, String field, Collection<String> terms)
      throws IOException {
    List<PostingsEnum> found = new ArrayList<>();
    for (String term : terms) {
      PostingsEnum postings = segment.reader().postings(new Term(field, term), PostingsEnum.FREQS);
      if (postings != null) {
        found.add(postings);
      }
    }
    return new Postings(found);
  }

  /** Returns how often the terms occur in a document. */
  int frequency(int document) throws IOException {
    int frequency = 0;
    for (PostingsEnum term : terms) {
      if (isIn(term, document)) {
        frequency += term.freq();
      }
    }
    return frequency;
  }

  /** Advances to a document and returns whether the term occurs in it. */
  static boolean isIn(PostingsEnum term, int document) throws IOException {
    int at = term.docID();
    return (at < document ? term.advance(document) : at) == document;
  }
}
