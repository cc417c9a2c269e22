package dev.headroom.search.query.paging;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;

/**
 * Selects a page of hits in the order in which the index collects them.
 *
 * @param after the position after which the offset counts; empty for the beginning
 * @param cursorAfter returns the cursor after a hit
 */
public record CollectedPage(
    Sort order,
    int size,
    int offset,
    Optional<FieldDoc> after,
    Function<FieldDoc, SearchCursor> cursorAfter)
    implements Selection {

  @Override
  public TopFieldCollectorManager collector(int countedExactly) {
    return new TopFieldCollectorManager(
        order, offset + size + 1, after.orElse(null), countedExactly);
  }

  @Override
  public Page page(TopFieldDocs collected) {
    List<FieldDoc> hits = Selection.hits(collected);
    int from = Math.min(offset, hits.size());
    int to = Math.min(from + size, hits.size());
    return new Page(
        hits.subList(from, to),
        to < hits.size() ? Optional.of(cursorAfter.apply(hits.get(to - 1))) : Optional.empty());
  }
}
