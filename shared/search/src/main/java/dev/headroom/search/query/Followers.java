package dev.headroom.search.query;

import dev.headroom.index.Schema;
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

/** The words that often come right after another, as far as a few chunks tell. */
final class Followers {
  /** Chunks that are read: more would tell little more, and take longer. */
  private static final int SAMPLE = 30;

  /** In fewer it may be chance. */
  private static final int LEAST_CHUNKS = 2;

  private static final int MAX_WORDS = 1_000;

  private final Analyzer analyzer;

  Followers(Analyzer analyzer) {
    this.analyzer = analyzer;
  }

  /** The most frequent first. */
  List<String> of(IndexSearcher index, String word, int most) throws IOException {
    Map<String, Integer> chunks = new HashMap<>();
    var stored = index.storedFields();
    var query = new ConstantScoreQuery(new TermQuery(new Term(Schema.WORDS, word)));
    for (ScoreDoc doc : index.search(query, SAMPLE).scoreDocs) {
      String text = Schema.chunk(stored.document(doc.doc)).text();
      followers(text, word).forEach(other -> chunks.merge(other, 1, Integer::sum));
    }
    return chunks.entrySet().stream()
        .filter(follower -> follower.getValue() >= LEAST_CHUNKS)
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }

  private Set<String> followers(String text, String word) {
    Set<String> followers = new HashSet<>();
    boolean after = false;
    for (Token token : Token.of(analyzer, Schema.WORDS, Schema.normalized(text), MAX_WORDS)) {
      if (after && Character.isLetter(token.text().codePointAt(0)) && !isStopWord(token.text())) {
        followers.add(token.text());
      }
      after = token.text().equals(word);
    }
    followers.remove(word);
    return followers;
  }

  private static boolean isStopWord(String word) {
    return EnglishAnalyzer.getDefaultStopSet().contains(word);
  }
}
