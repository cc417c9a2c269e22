package dev.headroom.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException.Invalid;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaxonomyTest {
  private static Taxonomy taxonomy(String id, String name, List<Category> categories) {
    return new Taxonomy(id, name, categories, Instant.EPOCH, Instant.EPOCH);
  }

  private static List<String> refused(String id, String name, List<Category> categories) {
    return catchThrowableOfType(Invalid.class, () -> taxonomy(id, name, categories))
        .errors()
        .stream()
        .map(FieldError::field)
        .toList();
  }

  private static Category category(String name, String description, List<String> keywords) {
    return new Category(name, description, keywords);
  }

  @Test
  void all_that_is_wrong_is_reported_together() {
    assertThat(
            refused(
                "a/b",
                "",
                List.of(
                    category("A", "d".repeat(4_001), List.of()),
                    category("A", "", List.of("k", "")),
                    category("n".repeat(201), "", Collections.nCopies(201, "k")))))
        .containsExactly(
            "taxonomy_id",
            "name",
            "categories[0].description",
            "categories[1].keywords[1]",
            "categories[1].name",
            "categories[2].name",
            "categories[2].keywords");
    assertThat(refused("a", "a", List.of())).containsExactly("categories");
  }

  @Test
  void a_taxonomy_has_two_hundred_categories_at_most() {
    List<Category> categories =
        IntStream.rangeClosed(1, 201).mapToObj(i -> category("c" + i, "", List.of())).toList();

    assertThat(taxonomy("a.b_c-1", "n", categories.subList(0, 200)).categories()).hasSize(200);
    assertThat(refused("a", "n", categories)).containsExactly("categories");
  }
}
