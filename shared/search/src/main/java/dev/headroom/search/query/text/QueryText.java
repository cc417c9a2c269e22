package dev.headroom.search.query.text;

import dev.headroom.index.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * Parses what people write into a search box. Every text is a valid query:
 *
 * <ul>
 *   <li>{@code free licence} finds chunks with either word, in any of its forms; those with both
 *       come first
 *   <li>{@code "as is"} finds the words side by side, and {@code "as is"~3} at most three words
 *       apart
 *   <li>{@code -gpl} and {@code -"free of charge"} exclude chunks with the word or phrase
 *   <li>{@code licens*} finds words that begin with these letters
 *   <li>{@code waranty~1} finds words that differ by one letter, and {@code waranty~2} by two
 * </ul>
 *
 * All other characters separate words. Words after the first {@value #MAX_CLAUSES} are ignored.
 */
public final class QueryText {
  /** The greatest number of clauses of a query. The cost of a search grows with it. */
  static final int MAX_CLAUSES = 256;

  /**
   * The greatest number of words with {@code *} or {@code ~}, each of which matches many; others
   * are ignored.
   */
  private static final int MAX_EXPANDED = 10;

  /**
   * The greatest number of words that are used for reranking; more words hardly change the order.
   */
  private static final int MAX_PLAIN_WORDS = 32;

  private static final int MAX_SLOP = 50;
  private static final int MAX_EDITS = 2;

  /**
   * The number of first letters that must be correct. Errors there are rare, and excluding them is
   * a hundred times faster.
   */
  private static final int EXACT_LETTERS = 1;

  private static final int MAX_EXPANSIONS = 50;

  private static final Pattern PART =
      Pattern.compile(
          "(?<not>-(?!-))?+(?:\"(?<phrase>[^\"]*+)\"(?:~(?<slop>\\d{1,4}))?|(?<word>[^\\s\"]++))");
  private static final Pattern WORD =
      Pattern.compile("(?<stem>.*?)(?:(?<prefix>\\*+)|~(?<edits>\\d?))?", Pattern.DOTALL);

  private final Analyzer analyzer;
  private final Map<Query, Integer> wanted = new LinkedHashMap<>();
  private final Map<Query, Integer> unwanted = new LinkedHashMap<>();
  private final List<String> words = new ArrayList<>();
  private final Map<String, PlainWord> plainWords = new LinkedHashMap<>();
  private boolean hasWords;
  private int expanded;

  private QueryText(Analyzer analyzer) {
    this.analyzer = analyzer;
  }

  /** Parses a text. It never fails. */
  public static QueryText read(String text, Analyzer analyzer) {
    var read = new QueryText(analyzer);
    String normalized = Schema.normalized(text);
    Matcher parts = PART.matcher(normalized);
    while (parts.find() && read.size() < MAX_CLAUSES) {
      read.add(parts);
    }
    if (read.wanted.isEmpty() && read.unwanted.isEmpty()) {
      // A query of stop words alone matches them as they are written.
      read.addWords(normalized);
    }
    return read;
  }

  private int size() {
    return wanted.size() + unwanted.size();
  }

  private void add(Matcher part) {
    boolean isWanted = part.group("not") == null;
    String phrase = part.group("phrase");
    if (phrase != null) {
      String slop = part.group("slop");
      addPhrase(
          isWanted ? wanted : unwanted,
          phrase,
          slop == null ? 0 : Math.min(Integer.parseInt(slop), MAX_SLOP));
      return;
    }
    Matcher word = WORD.matcher(part.group("word"));
    if (word.matches()) {
      addWord(isWanted, word);
    }
  }

  private void addWord(boolean isWanted, Matcher word) {
    Map<Query, Integer> to = isWanted ? wanted : unwanted;
    String stem = word.group("stem");
    String edits = word.group("edits");
    boolean isOpen = word.group("prefix") != null || edits != null;
    if (isOpen && expanded++ >= MAX_EXPANDED) {
      return;
    }
    if (word.group("prefix") != null) {
      lastOf(stem).ifPresent(last -> add(to, new PrefixQuery(new Term(Schema.WORDS, last))));
    } else if (edits != null) {
      int most = edits.isEmpty() ? MAX_EDITS : Math.min(Integer.parseInt(edits), MAX_EDITS);
      lastOf(stem).ifPresent(last -> add(to, fuzzy(last, most)));
    } else {
      addPlain(isWanted, stem);
    }
  }

  private void addPlain(boolean isWanted, String word) {
    List<Token> stems = tokens(Schema.QUESTION, word);
    List<Token> plain = tokens(Schema.WORDS, word);
    if (isWanted) {
      stems.forEach(token -> add(wanted, term(Schema.TEXT, token.text())));
      plain.forEach(token -> words.add(token.text()));
      stems.forEach(stem -> addForm(stem, plain));
    } else if (stems.isEmpty()) {
      plain.forEach(token -> add(unwanted, term(Schema.WORDS, token.text())));
    } else {
      stems.forEach(token -> add(unwanted, term(Schema.TEXT, token.text())));
    }
  }

  /**
   * Adds the forms of a stem. A stem and its form have the same position, since no filter moves a
   * token.
   */
  private void addForm(Token stem, List<Token> plain) {
    if (plainWords.size() >= MAX_PLAIN_WORDS && !plainWords.containsKey(stem.text())) {
      return;
    }
    for (Token form : plain) {
      if (form.position() == stem.position()) {
        plainWords.merge(stem.text(), PlainWord.of(stem.text(), form.text()), PlainWord::with);
      }
    }
  }

  private static Query fuzzy(String word, int edits) {
    return new FuzzyQuery(new Term(Schema.WORDS, word), edits, EXACT_LETTERS, MAX_EXPANSIONS, true);
  }

  /**
   * Returns the last word of what is written as one word but is several, such as {@code e-mail*}.
   */
  private Optional<String> lastOf(String word) {
    List<Token> tokens = tokens(Schema.WORDS, word);
    return tokens.isEmpty() ? Optional.empty() : Optional.of(tokens.getLast().text());
  }

  private void addPhrase(Map<Query, Integer> to, String phrase, int slop) {
    List<Token> tokens = tokens(Schema.TEXT, phrase);
    if (tokens.size() == 1) {
      add(to, term(Schema.TEXT, tokens.getFirst().text()));
    } else if (tokens.size() > 1) {
      var query = new PhraseQuery.Builder().setSlop(slop);
      tokens.forEach(token -> query.add(new Term(Schema.TEXT, token.text()), token.position()));
      add(to, query.build());
    }
  }

  private void addWords(String text) {
    tokens(Schema.WORDS, text).forEach(token -> add(wanted, term(Schema.WORDS, token.text())));
  }

  private static Query term(String field, String text) {
    return new TermQuery(new Term(field, text));
  }

  private void add(Map<Query, Integer> to, Query query) {
    hasWords = true;
    if (size() < MAX_CLAUSES || to.containsKey(query)) {
      to.merge(query, 1, Integer::sum);
    }
  }

  private List<Token> tokens(String field, String text) {
    return Token.of(analyzer, field, text, MAX_CLAUSES);
  }

  /** Returns the plain words of the query, as they are written, in lower case. */
  public List<String> words() {
    return List.copyOf(words);
  }

  /** Returns the first {@value #MAX_PLAIN_WORDS} of the plain words that match by their stems. */
  public List<PlainWord> plainWords() {
    return List.copyOf(plainWords.values());
  }

  /** Returns the query for Lucene. */
  public Query query() {
    if (!hasWords) {
      return new MatchNoDocsQuery("no words");
    }
    var query = new BooleanQuery.Builder();
    wanted.forEach((part, times) -> query.add(weighted(part, times), Occur.SHOULD));
    unwanted.keySet().forEach(part -> query.add(part, Occur.MUST_NOT));
    if (wanted.isEmpty()) {
      query.add(MatchAllDocsQuery.INSTANCE, Occur.MUST);
    }
    return query.build();
  }

  /** Returns a part with its weight: a word that is written twice counts twice. */
  private static Query weighted(Query part, int times) {
    return times == 1 ? part : new BoostQuery(part, times);
  }
}
