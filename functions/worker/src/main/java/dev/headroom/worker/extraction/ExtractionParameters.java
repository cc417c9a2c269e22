package dev.headroom.worker.extraction;

import static java.util.Objects.requireNonNullElse;

import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What an extraction works on. The schema has been held against it; {@link #check} holds the rules
 * that a schema cannot express. What may be absent comes as null, and has its default here.
 *
 * @param selectedCategories names of the categories to look for; by default all
 * @param chunkSize the wanted length of a chunk in characters, 200 to 4,000; by default 800
 * @param minConfidence the confidence, 0 to 1, from which on a chunk matches; by default 0.5
 */
record ExtractionParameters(
    List<Document> documents,
    Taxonomy taxonomy,
    List<String> selectedCategories,
    Integer chunkSize,
    Double minConfidence) {

  ExtractionParameters {
    selectedCategories = requireNonNullElse(selectedCategories, taxonomy.names());
    chunkSize = requireNonNullElse(chunkSize, 800);
    minConfidence = requireNonNullElse(minConfidence, 0.5);
  }

  /**
   * A text.
   *
   * @param createdAt a date, or a date and time, handed through
   */
  record Document(
      @Nullable String id, @Nullable String title, String text, @Nullable String createdAt) {
    /**
     * What it is called: its own id, or else its place.
     *
     * @param index from 0
     */
    String idAt(int index) {
      return id == null ? "doc_" + (index + 1) : id;
    }
  }

  record Taxonomy(String name, List<Category> categories) {
    List<String> names() {
      return categories.stream().map(Category::name).toList();
    }
  }

  /**
   * What to look for.
   *
   * @param keywords words and phrases, any one of which is a good sign of the category
   */
  record Category(String name, String description, List<String> keywords) {
    Category {
      description = requireNonNullElse(description, "");
      keywords = requireNonNullElse(keywords, List.of());
    }
  }

  /** How much text there is, in UTF-16 code units. */
  long characters() {
    return documents.stream().mapToLong(document -> document.text().length()).sum();
  }

  /** The places in the taxonomy, ascending, of the categories to look for. */
  List<Integer> selectedPlaces() {
    var selected = Set.copyOf(selectedCategories);
    var names = taxonomy.names();
    return IntStream.range(0, names.size())
        .filter(place -> selected.contains(names.get(place)))
        .boxed()
        .toList();
  }

  /**
   * Itself, if it is right.
   *
   * @throws HeadroomException.Invalid naming all fields that are wrong
   */
  ExtractionParameters check() {
    var errors = new ArrayList<FieldError>();
    findRepeated(documentIds(), "parameters.documents[%d].id", errors);
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

  private List<String> documentIds() {
    var ids = new ArrayList<String>();
    for (var document : documents) {
      ids.add(document.idAt(ids.size()));
    }
    return ids;
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
