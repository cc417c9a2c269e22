package dev.headroom.search.query.suggestions;

import dev.headroom.index.Schema;
import dev.headroom.search.query.text.Token;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;

/** Finds the words that often follow another word in a sample of chunks. */
final class NextWords {
  /** The number of chunks that are read. */
  private static final int SAMPLE = 30;

  /** The least number of chunks in which a word must follow; in fewer it may be chance. */
  private static final int LEAST_CHUNKS = 2;

  private static final int MAX_WORDS = 1_000;

  private final Analyzer analyzer;

  NextWords(Analyzer analyzer) {
    this.analyzer = analyzer;
  }

  /** Returns at most this number of words, the most frequent first. */
  List<String> of(IndexSearcher index, String word, int most) throws IOException {
    Map<String, Integer> chunks = new HashMap<>();
    var stored = index.storedFields();
    var query = new ConstantScoreQuery(new TermQuery(new Term(Schema.WORDS, word)));
    for (ScoreDoc doc : index.search(query, SAMPLE).scoreDocs) {
      String text = Schema.chunk(stored.document(doc.doc)).text();
      nextWords(text, word).forEach(other -> chunks.merge(other, 1, Integer::sum));
    }
    return chunks.entrySet().stream()
        .filter(next -> next.getValue() >= LEAST_CHUNKS)
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }

  private Set<String> nextWords(String text, String word) {
    Set<String> nextWords = new HashSet<>();
    boolean after = false;
    for (Token token : Token.of(analyzer, Schema.WORDS, Schema.normalized(text), MAX_WORDS)) {
      if (after && Character.isLetter(token.text().codePointAt(0)) && !isStopWord(token.text())) {
        nextWords.add(token.text());
      }
      after = token.text().equals(word);
    }
    nextWords.remove(word);
    return nextWords;
  }

  private static boolean isStopWord(String word) {
    return EnglishAnalyzer.getDefaultStopSet().contains(word);
  }
}
