package dev.headroom.search.query;

import dev.headroom.index.Schema;
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
 * Completes what somebody begins to write: by names of categories of which a word begins so, then
 * by words of the chunks, the best of them also with a word that often follows. Whatever is
 * suggested finds something. Of several words the last is completed, by words that stand in a chunk
 * with all of the others.
 */
public final class Suggestions {
  public static final int MAX_LIMIT = 50;
  public static final int MAX_TEXT_LENGTH = 500;

  /** Terms that are looked at: one letter may begin a million. */
  private static final int MAX_SCANNED = 50_000;

  /** Candidates for each suggestion that is wanted: some stand in no chunk that is left. */
  private static final int CANDIDATES = 4;

  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** Words that are told with others that follow them, and with how many. */
  private static final int EXTENDED = 3;

  private static final int FOLLOWERS = 2;

  private final Analyzer analyzer = Schema.analyzer();
  private final Followers followers = new Followers(analyzer);

  /**
   * Suggestions, best first.
   *
   * @param limit 1 to {@value #MAX_LIMIT}
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
    /** The least frequent first, so that it is the one to give way. */
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
        followers.of(index, word, FOLLOWERS).forEach(next -> extended.add(word + " " + next));
      }
    }
    return extended;
  }

  private static boolean isStopWord(String word) {
    return EnglishAnalyzer.getDefaultStopSet().contains(word);
  }

  /** All the words that are complete. */
  private Query all(String head) {
    var query = new BooleanQuery.Builder();
    for (String word : QueryText.read(head, analyzer).words()) {
      query.add(new TermQuery(new Term(Schema.WORDS, word)), Occur.MUST);
    }
    return query.build();
  }

  /** The most frequent terms that begin so; what was deleted counts as long as it is not merged. */
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

  /** By the chunks that they would find; without those that would find none. */
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
