package dev.headroom.search.api;

import dev.headroom.search.query.Criteria;
import dev.headroom.search.query.paging.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A request for a page of results. */
public record SearchRequest(Criteria criteria, PageRequest page, boolean highlighted) {

  /** Criteria as the fields of a JSON object; a field that was not given is null. */
  public record CriteriaFields(
      @Nullable String query,
      List<String> categories,
      @Nullable Double minConfidence,
      @Nullable Instant dateFrom,
      @Nullable Instant dateTo,
      @Nullable String documentId) {

    static CriteriaFields of(Criteria criteria) {
      return new CriteriaFields(
          criteria.text().orElse(null),
          criteria.categories(),
          criteria.minConfidence().isPresent() ? criteria.minConfidence().getAsDouble() : null,
          criteria.from().orElse(null),
          criteria.to().orElse(null),
          criteria.documentId().orElse(null));
    }

    Criteria criteria() {
      return new Criteria(
          Optional.ofNullable(query),
          categories,
          minConfidence == null ? OptionalDouble.empty() : OptionalDouble.of(minConfidence),
          Optional.ofNullable(dateFrom),
          Optional.ofNullable(dateTo),
          Optional.ofNullable(documentId));
    }
  }

  /** The request as the fields of a JSON object. */
  public record Fields(
      CriteriaFields criteria, int size, int offset, @Nullable String cursor, boolean highlighted) {

    SearchRequest request() {
      return new SearchRequest(
          criteria.criteria(),
          cursor == null ? PageRequest.page(offset / size, size) : PageRequest.after(cursor, size),
          highlighted);
    }
  }

  Fields fields() {
    return new Fields(
        CriteriaFields.of(criteria),
        page.size(),
        page.offset(),
        page.cursor().orElse(null),
        highlighted);
  }
}
