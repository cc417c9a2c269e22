package dev.headroom.search.query.suggestions;

import dev.headroom.index.Schema;
import dev.headroom.search.query.text.QueryText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * Completes the text that somebody begins to write. First come names of categories in which a word
 * begins with it, then words of the chunks, and the best of those also with a word that often
 * follows. Every suggestion finds a chunk. Of several words the last is completed, by words that
 * occur in a chunk with all the others.
 */
public final class Suggestions {
  public static final int MAX_LIMIT = 50;
  public static final int MAX_TEXT_LENGTH = 500;

  /** The number of terms that are scanned, because a million may begin with the same letter. */
  private static final int MAX_SCANNED = 50_000;

  /**
   * The number of candidates for each requested suggestion, because some occur only in deleted
   * chunks.
   */
  private static final int CANDIDATES = 4;

  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** The number of words that are suggested with words that follow them. */
  private static final int EXTENDED = 3;

  /** The number of following words for each of them. */
  private static final int NEXT_WORDS = 2;

  private final Analyzer analyzer = Schema.analyzer();
  private final NextWords nextWords = new NextWords(analyzer);

  /**
   * Returns suggestions, the best first.
   *
   * @param limit the greatest number of suggestions, 1 to {@value #MAX_LIMIT}
   */
  public List<String> of(IndexSearcher index, String text, int limit) throws IOException {
    String begun = SPACE.matcher(Schema.normalized(text).strip()).replaceAll(" ");
    begun = begun.toLowerCase(Locale.ROOT);
    Set<String> suggestions = new LinkedHashSet<>(categories(index, begun, limit));
    if (suggestions.size() < limit) {
      suggestions.addAll(words(index, begun, limit));
    }
    return suggestions.stream().limit(limit).toList();
  }

  private record Candidate(String text, int chunks) {
    /** The least frequent comes first, so it is the first to be removed. */
    static final Comparator<Candidate> ASCENDING =
        Comparator.comparingInt(Candidate::chunks)
            .thenComparing(Candidate::text, Comparator.reverseOrder());
  }

  private static List<String> categories(IndexSearcher index, String begun, int limit)
      throws IOException {
    Predicate<String> begins =
        Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(begun)).asPredicate();
    List<Candidate> candidates =
        candidates(
            index,
            Schema.CATEGORY,
            "",
            name -> begins.test(name.toLowerCase(Locale.ROOT)),
            limit * CANDIDATES);
    return ranked(index, candidates, List.of(), Schema.CATEGORY).stream()
        .limit(limit)
        .map(Candidate::text)
        .toList();
  }

  private List<String> words(IndexSearcher index, String begun, int limit) throws IOException {
    int last = begun.lastIndexOf(' ');
    String head = begun.substring(0, last + 1);
    String prefix = begun.substring(last + 1);
    List<Query> others = new ArrayList<>();
    if (!head.isBlank()) {
      others.add(all(head));
    }
    Set<String> given = new HashSet<>(List.of(head.split(" ")));
    List<Candidate> candidates =
        candidates(
            index,
            Schema.WORDS,
            prefix,
            word -> !given.contains(word) && !isStopWord(word),
            limit * CANDIDATES);
    List<String> completed =
        ranked(index, candidates, others, Schema.WORDS).stream()
            .limit(limit)
            .map(Candidate::text)
            .toList();
    return head.isEmpty()
        ? extended(index, completed)
        : completed.stream().map(word -> head + word).toList();
  }

  private List<String> extended(IndexSearcher index, List<String> words) throws IOException {
    List<String> extended = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      extended.add(word);
      if (i < EXTENDED) {
        nextWords.of(index, word, NEXT_WORDS).forEach(next -> extended.add(word + " " + next));
      }
    }
    return extended;
  }

  private static boolean isStopWord(String word) {
    return EnglishAnalyzer.getDefaultStopSet().contains(word);
  }

  /** Returns a query for chunks with all the complete words. */
  private Query all(String head) {
    var query = new BooleanQuery.Builder();
    for (String word : QueryText.read(head, analyzer).words()) {
      query.add(new TermQuery(new Term(Schema.WORDS, word)), Occur.MUST);
    }
    return query.build();
  }

  /** Returns the most frequent terms with a prefix. Deleted chunks count until they are merged. */
  private static List<Candidate> candidates(
      IndexSearcher index, String field, String prefix, Predicate<String> wanted, int most)
      throws IOException {
    var best = new PriorityQueue<>(Candidate.ASCENDING);
    Terms terms = MultiTerms.getTerms(index.getIndexReader(), field);
    if (terms == null) {
      return List.of();
    }
    TermsEnum each = terms.iterator();
    if (each.seekCeil(new BytesRef(prefix)) == TermsEnum.SeekStatus.END) {
      return List.of();
    }
    int scanned = 0;
    for (BytesRef term = each.term(); term != null && scanned < MAX_SCANNED; term = each.next()) {
      scanned++;
      String text = term.utf8ToString();
      if (!text.startsWith(prefix)) {
        break;
      }
      if (wanted.test(text)) {
        best.add(new Candidate(text, each.docFreq()));
        if (best.size() > most) {
          best.poll();
        }
      }
    }
    return List.copyOf(best);
  }

  /** Sorts candidates by the number of chunks that they find, and removes those that find none. */
  private static List<Candidate> ranked(
      IndexSearcher index, List<Candidate> candidates, List<Query> others, String field)
      throws IOException {
    List<Candidate> counted = new ArrayList<>();
    for (Candidate candidate : candidates) {
      var query = new BooleanQuery.Builder();
      others.forEach(other -> query.add(other, Occur.FILTER));
      query.add(new TermQuery(new Term(field, candidate.text())), Occur.FILTER);
      int chunks = index.count(query.build());
      if (chunks > 0) {
        counted.add(new Candidate(candidate.text(), chunks));
      }
    }
    counted.sort(Candidate.ASCENDING.reversed());
    return counted;
  }
}
