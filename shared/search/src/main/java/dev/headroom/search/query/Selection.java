package dev.headroom.search.query;

import dev.headroom.paging.Cursor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;

/** Picks the hits of one page out of all that match. */
sealed interface Selection permits AsCollected, FirstRescored {

  /**
   * Collects what the page is picked from.
   *
   * @param countedExactly up to so many; beyond, what cannot be picked need not be looked at
   */
  TopFieldCollectorManager collector(int countedExactly);

  /**
   * Some hits.
   *
   * @param next where the next ones are, when there are more
   */
  record Page(List<FieldDoc> hits, Optional<Place> next) {
    Optional<String> cursor() {
      return next.map(place -> Cursor.of(place.spelled()));
    }
  }

  Page page(TopFieldDocs collected) throws IOException;

  static List<FieldDoc> hits(TopFieldDocs collected) {
    return List.of(collected.scoreDocs).stream().map(FieldDoc.class::cast).toList();
  }
}
