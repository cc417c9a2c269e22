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

/** Highlights the words of a text that match a query. */
final class Highlights {
  private static final int MAX_PASSAGES = 3;

  private final UnifiedHighlighter highlighter;

  Highlights(Analyzer analyzer) {
    this.highlighter =
        UnifiedHighlighter.builderWithoutSearcher(analyzer)
            .withMaxLength(dev.headroom.search.Chunk.MAX_TEXT_LENGTH)
            .withBreakIterator(() -> BreakIterator.getSentenceInstance(Locale.ROOT))
            // The text is untrusted, so it is escaped for HTML.
            .withFormatter(new DefaultPassageFormatter("<em>", "</em>", " … ", true))
            .withFieldMatcher(field -> field.equals(Schema.TEXT) || field.equals(Schema.WORDS))
            .build();
  }

  /** Returns the best passages of the text as HTML, or none when nothing matches. */
  List<String> of(Query query, String text) throws IOException {
    Object passages = highlighter.highlightWithoutSearcher(Schema.TEXT, query, text, MAX_PASSAGES);
    return passages == null ? List.of() : List.of(passages.toString());
  }
}
