package dev.headroom.worker.extraction.keywords;

import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Turns text into the stems of its words, as Lucene's English analysis does (Unicode word breaks,
 * possessives off, lower case, Porter 1980), with two differences. Stop words stay, because "terms
 * of use" is not the same as "terms" and "use". And the text is normalized to NFKC first, so that
 * ligatures, full-width letters and combining accents equal the plain letters.
 *
 * <p>Each ideograph is a word of its own. An instance is not thread-safe.
 */
public final class Stems implements AutoCloseable {
  private final Analyzer analyzer =
      new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
          var words = new StandardTokenizer();
          var plain = new LowerCaseFilter(new EnglishPossessiveFilter(words));
          return new TokenStreamComponents(words, new PorterStemFilter(plain));
        }
      };

  List<String> of(String text) throws IOException {
    return of(text, CharTermAttribute::toString);
  }

  /** Returns the result of a function for each stem, in the order of the text. */
  <T> List<T> of(String text, Function<CharTermAttribute, T> perStem) throws IOException {
    var found = new ArrayList<T>();
    try (var stream = analyzer.tokenStream("", Normalizer.normalize(text, Normalizer.Form.NFKC))) {
      var stem = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        found.add(perStem.apply(stem));
      }
      stream.end();
    }
    return found;
  }

  @Override
  public void close() {
    analyzer.close();
  }
}
