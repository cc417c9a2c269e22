package dev.headroom.search.query;

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
 * What people write into a search box. Every text is a query:
 *
 * <ul>
 *   <li>{@code free licence} finds chunks with either word, in any of its forms; those with both
 *       come first
 *   <li>{@code "as is"} finds the words side by side, {@code "as is"~3} up to three apart
 *   <li>{@code -gpl} and {@code -"free of charge"} leave out what has it
 *   <li>{@code licens*} finds words that begin so
 *   <li>{@code waranty~1} finds words that differ by one letter, {@code ~2} by two
 * </ul>
 *
 * Whatever else there is separates words. Beyond {@value #MAX_CLAUSES} words the rest is not looked
 * for.
 */
public final class QueryText {
  /** A word, not a query, makes this many at most: what a search costs grows with them. */
  static final int MAX_CLAUSES = 256;

  /** Words with {@code *} or {@code ~}, each of which stands for many; others are left out. */
  private static final int MAX_EXPANDED = 10;

  /** Of different stems; more words say little about the order of what has many of them. */
  private static final int MAX_PLAIN_WORDS = 32;

  private static final int MAX_SLOP = 50;
  private static final int MAX_EDITS = 2;

  /** Misspelt first letters are rare, and not to look for them makes it hundredfold quicker. */
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

  /** Reads a text; there is none that cannot be read. */
  static QueryText read(String text, Analyzer analyzer) {
    var read = new QueryText(analyzer);
    String normalized = Schema.normalized(text);
    Matcher parts = PART.matcher(normalized);
    while (parts.find() && read.size() < MAX_CLAUSES) {
      read.add(parts);
    }
    if (read.wanted.isEmpty() && read.unwanted.isEmpty()) {
      // Stop words alone are looked for as they are.
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

  /** A stem and its form stand at the same place among the tokens: no filter moves one. */
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

  /** Of what is written as one word, but is several: {@code e-mail*}. */
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

  /** The plain words that are looked for, as they are written, in lower case. */
  List<String> words() {
    return List.copyOf(words);
  }

  /** The plain words that are looked for by their stems: the first {@value #MAX_PLAIN_WORDS}. */
  List<PlainWord> plainWords() {
    return List.copyOf(plainWords.values());
  }

  /** What it finds. */
  Query query() {
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

  /** A word that is written twice counts twice. */
  private static Query weighted(Query part, int times) {
    return times == 1 ? part : new BoostQuery(part, times);
  }
}
