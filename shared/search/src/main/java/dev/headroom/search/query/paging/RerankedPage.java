package dev.headroom.search.query.paging;

import dev.headroom.search.query.ranking.RelevanceOrder;
import dev.headroom.search.query.text.PlainWord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;
import org.apache.lucene.util.BytesRef;

/**
 * Selects a page that begins among the first hits by relevance, which are reranked. The hits after
 * them follow in the order of the index.
 *
 * <p>The page that is read first determines which hits are reranked, and the cursors pass that on
 * to the pages that follow. If only their number were fixed, a chunk that is added between two
 * pages would push a shown hit out of them, and it would be shown again.
 *
 * @param after the cursor; empty for a page by number
 */
public record RerankedPage(
    IndexSearcher index,
    List<PlainWord> words,
    Sort order,
    int size,
    int offset,
    Optional<SearchCursor.Reranked> after)
    implements Selection {
  /** The number of hits that are reranked. */
  public static final int DEPTH = 100;

  /** The number of chunks that may be added between two pages before a hit could be shown twice. */
  private static final int LEEWAY = 50;

  @Override
  public TopFieldCollectorManager collector(int countedExactly) {
    int most = after.isPresent() ? DEPTH + LEEWAY + size + 1 : Math.max(DEPTH, offset + size + 1);
    return new TopFieldCollectorManager(order, most, null, countedExactly);
  }

  @Override
  public Page page(TopFieldDocs collected) throws IOException {
    List<FieldDoc> raw = Selection.hits(collected);
    int first = after.isPresent() ? upTo(after.get().border(), raw) : DEPTH;
    first = Math.min(first, raw.size());
    List<FieldDoc> hits = new ArrayList<>(Reranking.of(index, words, raw.subList(0, first)));
    int from = after.isPresent() ? countUpTo(after.get(), hits) : Math.min(offset, raw.size());
    hits.addAll(raw.subList(first, raw.size()));
    int to = Math.min(from + size, hits.size());
    Optional<SearchCursor> next =
        to < hits.size() ? Optional.of(cursorAfter(to, first, hits, raw)) : Optional.empty();
    return new Page(hits.subList(from, to), next);
  }

  private static int upTo(SearchCursor.ByRelevance border, List<FieldDoc> raw) {
    return Math.min(countUpTo(border, raw), DEPTH + LEEWAY);
  }

  /**
   * Returns how many hits are not after a cursor. As long as its chunk exists, that marks the
   * position, because each change of the index changes all scores a little.
   */
  private static int countUpTo(SearchCursor cursor, List<FieldDoc> hits) {
    var id = new BytesRef(cursor.chunkId());
    FieldDoc hit = cursor.hit();
    int count = 0;
    for (int i = 0; i < hits.size(); i++) {
      if (RelevanceOrder.chunkId(hits.get(i)).equals(id)) {
        return i + 1;
      }
      if (RelevanceOrder.COMPARATOR.compare(hits.get(i), hit) <= 0) {
        count = i + 1;
      }
    }
    return count;
  }

  private static SearchCursor cursorAfter(
      int to, int first, List<FieldDoc> hits, List<FieldDoc> raw) {
    if (to > first) {
      return SearchCursor.ByRelevance.of(hits.get(to - 1));
    }
    var border = SearchCursor.ByRelevance.of(raw.get(first - 1));
    return to == first ? border : SearchCursor.Reranked.of(hits.get(to - 1), border);
  }
}
