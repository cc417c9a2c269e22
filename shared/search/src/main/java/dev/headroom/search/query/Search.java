package dev.headroom.search.query;

import dev.headroom.index.Schema;
import dev.headroom.paging.Cursor;
import dev.headroom.search.query.Hits.Hit;
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
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TermQuery;

/** Searches an index. */
public final class Search {
  private static final Sort BY_RELEVANCE = new Sort(SortField.FIELD_SCORE, ByChunkId.SORT);
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

  /** A page, and what there is beyond it, found in one pass. */
  public record Found(Hits hits, Totals totals) {}

  /** How many chunks match, exactly. */
  public int count(IndexSearcher index, Criteria criteria) throws IOException {
    return index.count(criteria.query(read(criteria)));
  }

  public Found find(IndexSearcher index, Criteria criteria, Window window, boolean highlighted)
      throws IOException {
    QueryText text = read(criteria);
    Query query = criteria.query(text);
    Selection selection = selection(index, criteria, text, window);
    var found = index.search(query, new CountedHits(selection.collector(Integer.MAX_VALUE)));
    var totals = new Totals(Math.toIntExact(found.best().totalHits.value()), found.categories());
    Selection.Page page = selection.page(found.best());
    return new Found(hits(index, criteria, query, page, highlighted), totals);
  }

  /** A page alone: what cannot come before the last hit of it need not be looked at. */
  public Hits page(IndexSearcher index, Criteria criteria, Window window, boolean highlighted)
      throws IOException {
    QueryText text = read(criteria);
    Query query = criteria.query(text);
    Selection selection = selection(index, criteria, text, window);
    Selection.Page page = selection.page(index.search(query, selection.collector(1)));
    return hits(index, criteria, query, page, highlighted);
  }

  /** What may have been meant by a text with words that stand nowhere. */
  public Optional<String> correction(IndexSearcher index, Criteria criteria) throws IOException {
    return criteria.text().isPresent()
        ? correction.of(index, criteria.text().get())
        : Optional.empty();
  }

  private QueryText read(Criteria criteria) {
    return QueryText.read(criteria.text().orElse(""), analyzer);
  }

  private static Selection selection(
      IndexSearcher index, Criteria criteria, QueryText text, Window window) throws IOException {
    Optional<Place> after = window.after();
    if (after.isPresent() && after.get() instanceof Place.Sure == criteria.isByRelevance()) {
      throw Cursor.invalid("cursor"); // of another search
    }
    if (!criteria.isByRelevance()) {
      return new AsCollected(
          BY_CONFIDENCE, window.size(), window.offset(), after.map(Place::hit), Place.Sure::of);
    }
    return byRelevance(index, criteria, text, window);
  }

  private static Selection byRelevance(
      IndexSearcher index, Criteria criteria, QueryText text, Window window) throws IOException {
    Optional<Place> after = window.after();
    boolean isFirst =
        after
            .map(place -> place instanceof Place.Rescored)
            .orElse(window.offset() < FirstRescored.DEPTH);
    if (isFirst && !text.plainWords().isEmpty()) {
      return new FirstRescored(
          index,
          text.plainWords(),
          BY_RELEVANCE,
          window.size(),
          window.offset(),
          after.map(Place.Rescored.class::cast));
    }
    Optional<FieldDoc> behind =
        after.isPresent()
            ? Optional.of(now(index, criteria.query(text), after.get()))
            : Optional.empty();
    return new AsCollected(
        BY_RELEVANCE, window.size(), window.offset(), behind, Place.Relevant::of);
  }

  /**
   * The hit of a place as the index has it now, if it still does: whatever changes the index
   * changes all scores a little, and by the score it had others would be shown twice or never.
   */
  private static FieldDoc now(IndexSearcher index, Query query, Place place) throws IOException {
    Query same =
        new BooleanQuery.Builder()
            .add(query, Occur.MUST)
            .add(new TermQuery(new Term(Schema.ID, place.chunkId())), Occur.FILTER)
            .build();
    ScoreDoc[] found = index.search(same, 1).scoreDocs;
    return found.length == 0
        ? place.hit()
        : new Place.Relevant(found[0].score, place.chunkId()).hit();
  }

  private Hits hits(
      IndexSearcher index, Criteria criteria, Query query, Selection.Page page, boolean highlighted)
      throws IOException {
    List<Hit> hits = new ArrayList<>();
    var stored = index.storedFields();
    for (FieldDoc doc : page.hits()) {
      var chunk = Schema.chunk(stored.document(doc.doc));
      Optional<Float> score =
          criteria.isByRelevance() ? Optional.of(Place.score(doc)) : Optional.empty();
      hits.add(new Hit(chunk, score, highlighted ? highlights.of(query, chunk.text()) : List.of()));
    }
    return new Hits(hits, page.cursor());
  }
}
