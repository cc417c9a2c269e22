package dev.headroom.search;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subject that texts may be about.
 *
 * @param name the name, which counts as a keyword, and each of its words as a weak keyword
 * @param description a description, whose words are very weak keywords; empty when there is none
 * @param keywords words and phrases, each of which indicates the category
 */
public record Category(String name, String description, List<String> keywords) {
  /**
   * Creates a category. Optional fields are null when JSON omits them, and get their defaults here.
   */
  public Category(String name, @Nullable String description, @Nullable List<String> keywords) {
    this.name = name;
    this.description = requireNonNullElse(description, "");
    this.keywords = requireNonNullElse(keywords, List.of());
  }
}
