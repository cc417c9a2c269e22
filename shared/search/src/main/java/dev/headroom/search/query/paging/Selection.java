package dev.headroom.search.query.paging;

import dev.headroom.paging.Cursor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;

/** Selects the hits of one page from all that match. */
public sealed interface Selection permits CollectedPage, RerankedPage {

  /**
   * Returns a collector of the hits from which the page is selected.
   *
   * @param countedExactly the number of hits up to which all are counted; beyond it, hits that
   *     cannot be selected are skipped
   */
  TopFieldCollectorManager collector(int countedExactly);

  /**
   * The hits of a page.
   *
   * @param next the position of the next page; empty on the last page
   */
  record Page(List<FieldDoc> hits, Optional<SearchCursor> next) {
    public Optional<String> cursor() {
      return next.map(cursor -> Cursor.of(cursor.encoded()));
    }
  }

  /** Selects the page from the collected hits. */
  Page page(TopFieldDocs collected) throws IOException;

  static List<FieldDoc> hits(TopFieldDocs collected) {
    return List.of(collected.scoreDocs).stream().map(FieldDoc.class::cast).toList();
  }
}
