package dev.headroom.search.query;

import dev.headroom.index.Schema;
import java.io.IOException;
import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.uhighlight.DefaultPassageFormatter;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;

/** Marks what matches in a text. */
final class Highlights {
  private static final int MAX_PASSAGES = 3;

  private final UnifiedHighlighter highlighter;

  Highlights(Analyzer analyzer) {
    this.highlighter =
        UnifiedHighlighter.builderWithoutSearcher(analyzer)
            .withMaxLength(dev.headroom.search.Chunk.MAX_TEXT_LENGTH)
            .withBreakIterator(() -> BreakIterator.getSentenceInstance(Locale.ROOT))
            // The text may be anything: it is made safe for a page.
            .withFormatter(new DefaultPassageFormatter("<em>", "</em>", " … ", true))
            .withFieldMatcher(field -> field.equals(Schema.TEXT) || field.equals(Schema.WORDS))
            .build();
  }

  List<String> of(Query query, String text) throws IOException {
    Object passages = highlighter.highlightWithoutSearcher(Schema.TEXT, query, text, MAX_PASSAGES);
    return passages == null ? List.of() : List.of(passages.toString());
  }
}
