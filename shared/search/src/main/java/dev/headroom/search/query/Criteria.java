package dev.headroom.search.query;

import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import dev.headroom.index.Schema;
import dev.headroom.search.query.text.QueryText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * The criteria of a search. A chunk matches when it fulfils all that are given.
 *
 * @param text the query in the syntax of {@link QueryText}, by whose relevance results are sorted.
 *     Without it, results are sorted by confidence and then by age, the newest first
 * @param categories the categories of which a chunk must have one, sorted; empty for any
 * @param minConfidence the least confidence, 0 to 1
 * @param from the earliest creation time, inclusive
 * @param to the latest creation time, inclusive
 * @param documentId the document to which a chunk must belong
 */
public record Criteria(
    Optional<String> text,
    List<String> categories,
    OptionalDouble minConfidence,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<String> documentId) {
  public static final int MAX_TEXT_LENGTH = 10_000;
  public static final int MAX_CATEGORIES = 500;

  /**
   * @throws HeadroomException.Invalid naming each field that is out of its bounds
   */
  public Criteria {
    var faults = new ArrayList<FieldError>();
    if (text.filter(given -> given.length() > MAX_TEXT_LENGTH).isPresent()) {
      faults.add(
          new FieldError("query", "must have at most %,d characters".formatted(MAX_TEXT_LENGTH)));
    }
    if (categories.size() > MAX_CATEGORIES) {
      faults.add(
          new FieldError(
              "categories",
              "must have at most %d categories; got %d"
                  .formatted(MAX_CATEGORIES, categories.size())));
    }
    double least = minConfidence.orElse(0);
    if (!(least >= 0 && least <= 1)) {
      faults.add(new FieldError("min_confidence", "must be from 0 to 1; got " + least));
    }
    if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
      faults.add(new FieldError("date_from", "must not be after date_to"));
    }
    if (!faults.isEmpty()) {
      throw new HeadroomException.Invalid(faults);
    }
    categories = List.copyOf(new TreeSet<>(categories));
  }

  /** Returns whether results are sorted by relevance. */
  boolean isByRelevance() {
    return text.isPresent();
  }

  /** Returns the query for these criteria, in which only the text contributes to the scores. */
  Query query(QueryText read) {
    var query = new BooleanQuery.Builder();
    if (text.isPresent()) {
      query.add(read.query(), Occur.MUST);
    }
    filters().forEach(filter -> query.add(filter, Occur.FILTER));
    BooleanQuery all = query.build();
    return all.clauses().isEmpty() ? MatchAllDocsQuery.INSTANCE : all;
  }

  private List<Query> filters() {
    List<Query> filters = new ArrayList<>();
    if (!categories.isEmpty()) {
      filters.add(
          new TermInSetQuery(Schema.CATEGORY, categories.stream().map(BytesRef::new).toList()));
    }
    documentId.ifPresent(id -> filters.add(new TermQuery(new Term(Schema.DOCUMENT, id))));
    minConfidence.ifPresent(
        least -> filters.add(DoubleField.newRangeQuery(Schema.CONFIDENCE, least, 1)));
    if (from.isPresent() || to.isPresent()) {
      filters.add(
          LongField.newRangeQuery(
              Schema.CREATED,
              // A chunk's creation time has whole milliseconds.
              from.map(Criteria::ceiling).orElse(Long.MIN_VALUE),
              to.map(Instant::toEpochMilli).orElse(Long.MAX_VALUE)));
    }
    return filters;
  }

  private static long ceiling(Instant moment) {
    return moment.plusNanos(999_999).toEpochMilli();
  }
}
