package dev.headroom.worker.extraction;

import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import dev.headroom.search.Category;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The complete parameters of an extraction. They were validated against the JSON schema; {@link
 * #check} enforces the rules that a schema cannot express.
 *
 * @param selectedCategories the names of the categories to look for
 * @param chunkSize the target length of a chunk in characters, 200 to 4,000
 * @param minConfidence the least confidence, 0 to 1, with which a chunk matches
 * @param index whether the chunks that match are stored for search
 */
record ExtractionParameters(
    List<Document> documents,
    Taxonomy taxonomy,
    List<String> selectedCategories,
    int chunkSize,
    double minConfidence,
    boolean index) {

  /**
   * A document to be cut into chunks.
   *
   * @param id null when {@link DocumentIds} is to derive one
   * @param createdAt a date, or a date and time, which is copied to the result
   */
  record Document(
      @Nullable String id, @Nullable String title, String text, @Nullable String createdAt) {}

  record Taxonomy(String name, List<Category> categories) {
    List<String> names() {
      return categories.stream().map(Category::name).toList();
    }
  }

  /** Returns the length of all texts in UTF-16 code units. */
  long characters() {
    return documents.stream().mapToLong(document -> document.text().length()).sum();
  }

  /** Returns the indexes in the taxonomy, ascending, of the categories to look for. */
  List<Integer> selectedPlaces() {
    var selected = Set.copyOf(selectedCategories);
    var names = taxonomy.names();
    return IntStream.range(0, names.size())
        .filter(place -> selected.contains(names.get(place)))
        .boxed()
        .toList();
  }

  /**
   * Returns this object if it is valid.
   *
   * @throws HeadroomException.Invalid naming all fields that are wrong
   */
  ExtractionParameters check() {
    var errors = new ArrayList<FieldError>();
    findRepeated(DocumentIds.of(documents), "parameters.documents[%d].id", errors);
    var names = taxonomy.names();
    findRepeated(names, "parameters.taxonomy.categories[%d].name", errors);
    for (int i = 0; i < selectedCategories.size(); i++) {
      String selected = selectedCategories.get(i);
      if (!names.contains(selected)) {
        errors.add(
            new FieldError(
                "parameters.selected_categories[" + i + "]",
                "must be the name of a category of the taxonomy; got \"" + selected + "\""));
      }
    }
    if (!errors.isEmpty()) {
      throw new HeadroomException.Invalid(errors);
    }
    return this;
  }

  private static void findRepeated(List<String> names, String field, List<FieldError> errors) {
    Map<String, Integer> firstAt = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      var first = firstAt.putIfAbsent(names.get(i), i);
      if (first != null) {
        errors.add(
            new FieldError(
                field.formatted(i),
                "must differ from that at [" + first + "]; got \"" + names.get(i) + "\" twice"));
      }
    }
  }
}
