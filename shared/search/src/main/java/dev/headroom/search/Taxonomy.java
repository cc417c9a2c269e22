package dev.headroom.search;

import dev.headroom.errors.HeadroomException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A named set of categories with which texts are compared. The limits are those of the job type
 * {@code extraction}.
 *
 * @param id unique within the tenant; 1 to 100 letters, digits, dots, underscores and hyphens
 * @param name the name, 1 to 200 characters
 * @param categories 1 to 200 categories with different names
 * @param createdAt when it was first written
 * @param updatedAt when it was last written
 */
public record Taxonomy(
    String id, String name, List<Category> categories, Instant createdAt, Instant updatedAt) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final int MAX_NAME_LENGTH = 200;
  private static final int MAX_CATEGORIES = 200;
  private static final int MAX_DESCRIPTION_LENGTH = 4_000;
  private static final int MAX_KEYWORDS = 200;

  /**
   * @throws HeadroomException.Invalid naming each invalid field as requests name it
   */
  public Taxonomy {
    var faults = new Faults();
    if (!isId(id)) {
      faults.add("taxonomy_id", "must be 1 to 100 letters, digits, dots, underscores and hyphens");
    }
    faults.checkText("name", name, 1, MAX_NAME_LENGTH);
    if (categories.isEmpty() || categories.size() > MAX_CATEGORIES) {
      faults.add(
          "categories",
          "must have 1 to %d categories; got %,d".formatted(MAX_CATEGORIES, categories.size()));
    } else {
      check(categories, faults);
    }
    faults.throwIfAny();
    categories = List.copyOf(categories);
  }

  /** Returns whether a text is a valid id of a taxonomy. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** Validates categories, which may be null when they come from JSON. */
  private static void check(List<@Nullable Category> categories, Faults faults) {
    Map<String, Integer> firstAt = new HashMap<>();
    for (int i = 0; i < categories.size(); i++) {
      String field = "categories[" + i + "]";
      Category category = categories.get(i);
      if (category == null) {
        faults.add(field, "must be a JSON object");
        continue;
      }
      check(field, category, faults);
      Optional.ofNullable(firstAt.putIfAbsent(category.name(), i))
          .ifPresent(
              first ->
                  faults.add(
                      field + ".name", "must differ from the name at [%d]".formatted(first)));
    }
  }

  private static void check(String field, Category category, Faults faults) {
    faults.checkText(field + ".name", category.name(), 1, MAX_NAME_LENGTH);
    faults.checkText(field + ".description", category.description(), 0, MAX_DESCRIPTION_LENGTH);
    if (category.keywords().size() > MAX_KEYWORDS) {
      faults.add(
          field + ".keywords",
          "must have at most %d keywords; got %,d"
              .formatted(MAX_KEYWORDS, category.keywords().size()));
      return;
    }
    for (int i = 0; i < category.keywords().size(); i++) {
      faults.checkText(
          field + ".keywords[" + i + "]", category.keywords().get(i), 1, MAX_NAME_LENGTH);
    }
  }
}
