package dev.headroom.worker.extraction;

import dev.headroom.search.Category;
import dev.headroom.worker.extraction.ExtractionParameters.Taxonomy;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.snowball.SnowballFilter;

/** Reads the signs out of a taxonomy. */
final class TaxonomySigns {
  private final Signs signs = new Signs();
  private final Stems stems;
  private final CharArraySet stopStems;

  private TaxonomySigns(Stems stems) throws IOException {
    this.stems = stems;
    this.stopStems = stopStems(stems);
  }

  static Signs of(Taxonomy taxonomy, Stems stems) throws IOException {
    var reader = new TaxonomySigns(stems);
    for (int i = 0; i < taxonomy.categories().size(); i++) {
      reader.addCategory(i, taxonomy.categories().get(i));
    }
    return reader.signs;
  }

  private void addCategory(int number, Category category) throws IOException {
    if (stems.of(category.name()).stream().anyMatch(this::hasTopic)) {
      addPhrase(number, category.name());
    }
    for (String keyword : category.keywords()) {
      addPhrase(number, keyword);
    }
    addWords(number, category.name(), SignKind.WORD_OF_NAME);
    addWords(number, category.description(), SignKind.WORD_OF_DESCRIPTION);
  }

  private void addPhrase(int category, String text) throws IOException {
    var phrase = stems.of(text);
    signs.add(phrase, category, phrase.size() == 1 ? SignKind.WORD : SignKind.PHRASE);
  }

  /**
   * Single words, without those that carry no topic. Where a language is written without spaces,
   * pairs of neighbouring ideographs stand for words, as in Lucene's CJK analysis.
   */
  private void addWords(int category, String text, SignKind kind) throws IOException {
    String before = "";
    for (String stem : stems.of(text)) {
      if (isIdeograph(stem)) {
        if (isIdeograph(before)) {
          signs.add(List.of(before, stem), category, kind);
        }
      } else if (hasTopic(stem)) {
        signs.add(List.of(stem), category, kind);
      }
      before = stem;
    }
  }

  /** A stop word has none, nor has a letter alone, such as that of a list: "a) …; b) …". */
  private boolean hasTopic(String stem) {
    return (stem.length() > 1 || isIdeograph(stem)) && !stopStems.contains(stem);
  }

  private static boolean isIdeograph(String stem) {
    return stem.codePointCount(0, stem.length()) == 1
        && (Character.isIdeographic(stem.codePointAt(0))
            || Character.UnicodeScript.of(stem.codePointAt(0)) == Character.UnicodeScript.HIRAGANA);
  }

  /** Snowball's list of English words that carry no topic, as stems. */
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
