package dev.headroom.search.query.suggestions;

import dev.headroom.index.Schema;
import dev.headroom.search.query.text.QueryText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.spell.DirectSpellChecker;
import org.apache.lucene.search.spell.SuggestMode;
import org.apache.lucene.search.spell.SuggestWord;

/**
 * Corrects the words of a query that occur in no chunk: it replaces each by the most frequent of
 * the nearest words that do, at most two letters away.
 */
public final class Correction {
  /** The number of words of a query that are looked up. */
  private static final int MAX_WORDS = 20;

  private static final int CANDIDATES = 5;

  private final DirectSpellChecker checker = new DirectSpellChecker();
  private final Analyzer analyzer = Schema.analyzer();

  /** Returns the corrected text, or empty when there is nothing to correct. */
  public Optional<String> of(IndexSearcher index, String text) throws IOException {
    String corrected = text;
    List<String> words = QueryText.read(text, analyzer).words();
    for (String word : words.subList(0, Math.min(words.size(), MAX_WORDS))) {
      if (!occurs(index, word)) {
        Optional<String> other = nearest(index, word);
        if (other.isPresent()) {
          corrected = replaced(corrected, word, other.get());
        }
      }
    }
    return Optional.of(corrected).filter(other -> !other.equals(text));
  }

  private static String replaced(String text, String word, String by) {
    var pattern =
        Pattern.compile(
            "(?<![\\p{L}\\p{N}])" + Pattern.quote(word) + "(?![\\p{L}\\p{N}])",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    return pattern.matcher(text).replaceAll(Matcher.quoteReplacement(by));
  }

  /**
   * Returns whether a word occurs in a chunk. The dictionary may still have words of deleted
   * chunks, which must not be suggested.
   */
  private static boolean occurs(IndexSearcher index, String word) throws IOException {
    return index.count(new TermQuery(new Term(Schema.WORDS, word))) > 0;
  }

  private Optional<String> nearest(IndexSearcher index, String word) throws IOException {
    List<String> found = new ArrayList<>();
    for (SuggestWord other :
        checker.suggestSimilar(
            new Term(Schema.WORDS, word),
            CANDIDATES,
            index.getIndexReader(),
            SuggestMode.SUGGEST_ALWAYS)) {
      if (occurs(index, other.string)) {
        found.add(other.string);
      }
    }
    return found.stream().findFirst();
  }
}
