package dev.headroom.search.api;

import dev.headroom.search.Category;
import dev.headroom.search.Taxonomy;
import java.time.Instant;
import java.util.List;

/** A taxonomy as the response shows it. */
record TaxonomyView(
    String taxonomyId,
    String name,
    List<Category> categories,
    Instant createdAt,
    Instant updatedAt) {

  static TaxonomyView of(Taxonomy taxonomy) {
    return new TaxonomyView(
        taxonomy.id(),
        taxonomy.name(),
        taxonomy.categories(),
        taxonomy.createdAt(),
        taxonomy.updatedAt());
  }
}
