package dev.headroom.worker.extraction.keywords;

import dev.headroom.search.Category;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.snowball.SnowballFilter;

/** Collects the keywords of a taxonomy: those it lists, and the words of names and descriptions. */
public final class TaxonomyKeywords {
  private final KeywordTrie keywords = new KeywordTrie();
  private final Stems stems;
  private final CharArraySet stopStems;

  private TaxonomyKeywords(Stems stems) throws IOException {
    this.stems = stems;
    this.stopStems = stopStems(stems);
  }

  /** Returns the keywords of a taxonomy's categories, each of which is known by its index. */
  public static KeywordTrie of(List<Category> categories, Stems stems) throws IOException {
    var collector = new TaxonomyKeywords(stems);
    for (int i = 0; i < categories.size(); i++) {
      collector.addCategory(i, categories.get(i));
    }
    return collector.keywords;
  }

  private void addCategory(int number, Category category) throws IOException {
    if (stems.of(category.name()).stream().anyMatch(this::hasTopic)) {
      addPhrase(number, category.name());
    }
    for (String keyword : category.keywords()) {
      addPhrase(number, keyword);
    }
    addWords(number, category.name(), KeywordKind.WORD_OF_NAME);
    addWords(number, category.description(), KeywordKind.WORD_OF_DESCRIPTION);
  }

  private void addPhrase(int category, String text) throws IOException {
    var phrase = stems.of(text);
    keywords.add(phrase, category, phrase.size() == 1 ? KeywordKind.WORD : KeywordKind.PHRASE);
  }

  /**
   * Adds each word that carries a topic. Where a language is written without spaces, pairs of
   * adjacent ideographs take the place of words, as in Lucene's CJK analysis.
   */
  private void addWords(int category, String text, KeywordKind kind) throws IOException {
    String before = "";
    for (String stem : stems.of(text)) {
      if (isIdeograph(stem)) {
        if (isIdeograph(before)) {
          keywords.add(List.of(before, stem), category, kind);
        }
      } else if (hasTopic(stem)) {
        keywords.add(List.of(stem), category, kind);
      }
      before = stem;
    }
  }

  /**
   * Returns whether a stem carries a topic. Stop words do not, nor do single letters such as those
   * of a list: "a) …; b) …".
   */
  private boolean hasTopic(String stem) {
    return (stem.length() > 1 || isIdeograph(stem)) && !stopStems.contains(stem);
  }

  private static boolean isIdeograph(String stem) {
    return stem.codePointCount(0, stem.length()) == 1
        && (Character.isIdeographic(stem.codePointAt(0))
            || Character.UnicodeScript.of(stem.codePointAt(0)) == Character.UnicodeScript.HIRAGANA);
  }

  /** Returns the stems of Snowball's list of English words that carry no topic. */
  private static CharArraySet stopStems(Stems stems) throws IOException {
    var stopStems = new CharArraySet(256, false);
    try (var list = SnowballFilter.class.getResourceAsStream("english_stop.txt")) {
      for (Object word : WordlistLoader.getSnowballWordSet(list)) {
        stopStems.addAll(stems.of(new String((char[]) word)));
      }
    }
    return stopStems;
  }
}
