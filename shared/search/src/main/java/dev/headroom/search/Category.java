package dev.headroom.search;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that texts may speak of.
 *
 * @param name the whole name counts as a keyword, each of its words as a weak sign
 * @param description what it is about, in words that are very weak signs; empty when there is none
 * @param keywords words and phrases, any one of which is a good sign of the category
 */
public record Category(String name, String description, List<String> keywords) {
  /** What may be left out in JSON comes as null, and has its default here. */
  public Category(String name, @Nullable String description, @Nullable List<String> keywords) {
    this.name = name;
    this.description = requireNonNullElse(description, "");
    this.keywords = requireNonNullElse(keywords, List.of());
  }
}
