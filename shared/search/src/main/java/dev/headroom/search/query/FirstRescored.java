package dev.headroom.search.query;

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
 * A page that begins among the first hits by relevance, which are ordered anew; those behind them
 * follow in the order in which the index gives them.
 *
 * <p>Which the first are is settled by the page that is read first, and said by the cursors to all
 * that follow. If it were only their number, a chunk that comes between two pages would push one
 * out of them that was shown, and it would be shown again.
 *
 * @param after empty for a page by its number
 */
record FirstRescored(
    IndexSearcher index,
    List<PlainWord> words,
    Sort order,
    int size,
    int offset,
    Optional<Place.Rescored> after)
    implements Selection {
  /** How many hits are ordered anew. */
  static final int DEPTH = 100;

  /** So many chunks may come between two pages before a hit could be shown twice. */
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
    List<FieldDoc> hits = new ArrayList<>(Rescoring.of(index, words, raw.subList(0, first)));
    int from = after.isPresent() ? behind(after.get(), hits) : Math.min(offset, raw.size());
    hits.addAll(raw.subList(first, raw.size()));
    int to = Math.min(from + size, hits.size());
    Optional<Place> next =
        to < hits.size() ? Optional.of(placeBehind(to, first, hits, raw)) : Optional.empty();
    return new Page(hits.subList(from, to), next);
  }

  private static int upTo(Place.Relevant border, List<FieldDoc> raw) {
    return Math.min(behind(border, raw), DEPTH + LEEWAY);
  }

  /**
   * How many hits are not behind a place. Its chunk marks it as long as it is there, for whatever
   * changes the index changes all scores a little.
   */
  private static int behind(Place place, List<FieldDoc> hits) {
    var id = new BytesRef(place.chunkId());
    FieldDoc hit = place.hit();
    int count = 0;
    for (int i = 0; i < hits.size(); i++) {
      if (Place.id(hits.get(i)).equals(id)) {
        return i + 1;
      }
      if (Place.BY_SCORE_AND_ID.compare(hits.get(i), hit) <= 0) {
        count = i + 1;
      }
    }
    return count;
  }

  private static Place placeBehind(int to, int first, List<FieldDoc> hits, List<FieldDoc> raw) {
    if (to > first) {
      return Place.Relevant.of(hits.get(to - 1));
    }
    var border = Place.Relevant.of(raw.get(first - 1));
    return to == first ? border : Place.Rescored.of(hits.get(to - 1), border);
  }
}
