package dev.headroom.search.query;

import dev.headroom.index.Schema;
import dev.headroom.paging.Cursor;
import dev.headroom.search.query.Hits.Hit;
import dev.headroom.search.query.paging.CollectedPage;
import dev.headroom.search.query.paging.PageRequest;
import dev.headroom.search.query.paging.RerankedPage;
import dev.headroom.search.query.paging.SearchCursor;
import dev.headroom.search.query.paging.Selection;
import dev.headroom.search.query.ranking.ByChunkId;
import dev.headroom.search.query.ranking.RelevanceOrder;
import dev.headroom.search.query.suggestions.Correction;
import dev.headroom.search.query.text.QueryText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TermQuery;

/** Searches an index: pages of hits with totals, counts and corrections. */
public final class Search {
  private static final Sort BY_CONFIDENCE =
      new Sort(
          DoubleField.newSortField(Schema.CONFIDENCE, true, SortedNumericSelector.Type.MIN),
          LongField.newSortField(Schema.CREATED, true, SortedNumericSelector.Type.MIN),
          ByChunkId.SORT);

  private final Analyzer analyzer;
  private final Highlights highlights;
  private final Correction correction = new Correction();

  public Search() {
    this.analyzer = Schema.analyzer();
    this.highlights = new Highlights(analyzer);
  }

  /** A page of hits and the totals of all pages. */
  public record Found(Hits hits, Totals totals) {}

  /** Returns the exact number of chunks that match. */
  public int count(IndexSearcher index, Criteria criteria) throws IOException {
    return index.count(criteria.query(read(criteria)));
  }

  /** Returns a page and the totals, which are found in one pass. */
  public Found find(IndexSearcher index, Criteria criteria, PageRequest page, boolean highlighted)
      throws IOException {
    QueryText text = read(criteria);
    Query query = criteria.query(text);
    Selection selection = selection(index, criteria, text, page);
    var found = index.search(query, new CountedHits(selection.collector(Integer.MAX_VALUE)));
    var totals = new Totals(Math.toIntExact(found.best().totalHits.value()), found.categories());
    Hits hits = hits(index, criteria, query, selection.page(found.best()), highlighted);
    return new Found(hits, totals);
  }

  /**
   * Returns a page without totals. It is faster, because hits that cannot be on the page are
   * skipped.
   */
  public Hits page(IndexSearcher index, Criteria criteria, PageRequest page, boolean highlighted)
      throws IOException {
    QueryText text = read(criteria);
    Query query = criteria.query(text);
    Selection selection = selection(index, criteria, text, page);
    Selection.Page selected = selection.page(index.search(query, selection.collector(1)));
    return hits(index, criteria, query, selected, highlighted);
  }

  /** Returns a corrected text when words of the query occur nowhere, or else empty. */
  public Optional<String> correction(IndexSearcher index, Criteria criteria) throws IOException {
    return criteria.text().isPresent()
        ? correction.of(index, criteria.text().get())
        : Optional.empty();
  }

  private QueryText read(Criteria criteria) {
    return QueryText.read(criteria.text().orElse(""), analyzer);
  }

  private static Selection selection(
      IndexSearcher index, Criteria criteria, QueryText text, PageRequest page) throws IOException {
    Optional<SearchCursor> after = page.after();
    if (after.isPresent()
        && after.get() instanceof SearchCursor.ByConfidence == criteria.isByRelevance()) {
      throw Cursor.invalid("cursor"); // the cursor belongs to another search
    }
    if (!criteria.isByRelevance()) {
      return new CollectedPage(
          BY_CONFIDENCE,
          page.size(),
          page.offset(),
          after.map(SearchCursor::hit),
          SearchCursor.ByConfidence::of);
    }
    return byRelevance(index, criteria, text, page);
  }

  private static Selection byRelevance(
      IndexSearcher index, Criteria criteria, QueryText text, PageRequest page) throws IOException {
    Optional<SearchCursor> after = page.after();
    boolean isFirst =
        after
            .map(cursor -> cursor instanceof SearchCursor.Reranked)
            .orElse(page.offset() < RerankedPage.DEPTH);
    if (isFirst && !text.plainWords().isEmpty()) {
      return new RerankedPage(
          index,
          text.plainWords(),
          RelevanceOrder.SORT,
          page.size(),
          page.offset(),
          after.map(SearchCursor.Reranked.class::cast));
    }
    Optional<FieldDoc> last =
        after.isPresent()
            ? Optional.of(current(index, criteria.query(text), after.get()))
            : Optional.empty();
    return new CollectedPage(
        RelevanceOrder.SORT, page.size(), page.offset(), last, SearchCursor.ByRelevance::of);
  }

  /**
   * Returns the hit before a cursor with its current score, if it still exists. Each change of the
   * index changes all scores a little, and with the old score hits would be shown twice or never.
   */
  private static FieldDoc current(IndexSearcher index, Query query, SearchCursor cursor)
      throws IOException {
    Query same =
        new BooleanQuery.Builder()
            .add(query, Occur.MUST)
            .add(new TermQuery(new Term(Schema.ID, cursor.chunkId())), Occur.FILTER)
            .build();
    ScoreDoc[] found = index.search(same, 1).scoreDocs;
    return found.length == 0
        ? cursor.hit()
        : new SearchCursor.ByRelevance(found[0].score, cursor.chunkId()).hit();
  }

  private Hits hits(
      IndexSearcher index, Criteria criteria, Query query, Selection.Page page, boolean highlighted)
      throws IOException {
    List<Hit> hits = new ArrayList<>();
    var stored = index.storedFields();
    for (FieldDoc doc : page.hits()) {
      var chunk = Schema.chunk(stored.document(doc.doc));
      Optional<Float> score =
          criteria.isByRelevance() ? Optional.of(RelevanceOrder.score(doc)) : Optional.empty();
      hits.add(new Hit(chunk, score, highlighted ? highlights.of(query, chunk.text()) : List.of()));
    }
    return new Hits(hits, page.cursor());
  }
}
