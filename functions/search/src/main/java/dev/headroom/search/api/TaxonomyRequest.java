package dev.headroom.search.api;

import static java.util.Objects.requireNonNullElse;

import dev.headroom.search.Category;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PUT /taxonomies/{id}}.
 *
 * @param name required like the categories; {@link dev.headroom.search.Taxonomy} validates both
 */
record TaxonomyRequest(String name, List<Category> categories) {
  TaxonomyRequest(@Nullable String name, @Nullable List<Category> categories) {
    this.name = requireNonNullElse(name, "");
    this.categories = requireNonNullElse(categories, List.of());
  }
}
