package dev.headroom.local.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a template, with intrinsics resolved. Reading a key is a promise to act upon it;
 * {@link #withoutEffect} names those that change nothing on one machine; {@link #nothingElse} makes
 * every other key a fault. So nothing in a template is ever ignored by oversight.
 */
final class Section {
  private final String path;
  private final Map<?, ?> values;
  private final Faults faults;
  private final Set<String> known = new HashSet<>();

  Section(String path, @Nullable Object value, Faults faults) {
    this.path = path;
    this.faults = faults;
    if (value instanceof Map<?, ?> mapping) {
      values = mapping;
    } else {
      values = Map.of();
      if (value != null) {
        faults.add(path, "must be a mapping.");
      }
    }
  }

  String path() {
    return path;
  }

  String path(String key) {
    return path + "." + key;
  }

  void fault(String key, String sentence) {
    faults.add(path(key), sentence);
  }

  List<String> keys() {
    return values.keySet().stream().map(String::valueOf).toList();
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  @Nullable Object value(String key) {
    known.add(key);
    return values.get(key);
  }

  Optional<String> text(String key) {
    return switch (value(key)) {
      case null -> Optional.empty();
      case Map<?, ?> _ -> wrong(key, "must be a text.");
      case List<?> _ -> wrong(key, "must be a text.");
      case Object scalar -> Optional.of(scalar.toString());
    };
  }

  String requiredText(String key) {
    if (!has(key)) {
      fault(key, "is missing.");
    }
    return text(key).orElse("");
  }

  Optional<Integer> integer(String key, int least, int most) {
    return text(key).flatMap(text -> parsed(key, text, least, most));
  }

  private Optional<Integer> parsed(String key, String text, int least, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return Optional.of(number);
      }
    } catch (NumberFormatException _) {
      // told below, like a number out of range
    }
    return wrong(key, "must be a number from " + least + " to " + most + ", and is " + text + ".");
  }

  Optional<Boolean> flag(String key) {
    Optional<String> text = text(key);
    if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
      return wrong(key, "must be true or false, and is " + text.get() + ".");
    }
    return text.map(Boolean::parseBoolean);
  }

  /** The texts of a list, or the one text that stands in its place; empty when absent. */
  List<String> texts(String key) {
    return switch (value(key)) {
      case null -> List.of();
      case List<?> list -> list.stream().map(String::valueOf).toList();
      case Map<?, ?> _ -> {
        fault(key, "must be a list of texts.");
        yield List.of();
      }
      case Object scalar -> List.of(scalar.toString());
    };
  }

  /** A mapping of names to texts; empty when absent. */
  Map<String, String> namedTexts(String key) {
    var texts = new LinkedHashMap<String, String>();
    section(key)
        .ifPresent(
            names -> names.keys().forEach(name -> texts.put(name, names.text(name).orElse(""))));
    return texts;
  }

  Optional<Section> section(String key) {
    Object value = value(key);
    return value == null ? Optional.empty() : Optional.of(new Section(path(key), value, faults));
  }

  /** The mappings of a list, or the one mapping that stands in its place; empty when absent. */
  List<Section> sections(String key) {
    var sections = new ArrayList<Section>();
    switch (value(key)) {
      case null -> {}
      case List<?> list -> {
        for (Object element : list) {
          sections.add(new Section(path(key) + "[" + sections.size() + "]", element, faults));
        }
      }
      case Object single -> sections.add(new Section(path(key), single, faults));
    }
    return sections;
  }

  /** A mapping of names to mappings; empty when absent. */
  Map<String, Section> namedSections(String key) {
    var sections = new LinkedHashMap<String, Section>();
    section(key)
        .ifPresent(
            parent ->
                parent
                    .keys()
                    .forEach(
                        name ->
                            parent.section(name).ifPresent(child -> sections.put(name, child))));
    return sections;
  }

  /**
   * @param reasons key to the word that says why it changes nothing here
   */
  void withoutEffect(Map<String, String> reasons) {
    known.addAll(reasons.keySet());
  }

  void nothingElse() {
    for (String key : keys()) {
      if (!known.contains(key)) {
        faults.unsupported(path(key), "this");
      }
    }
  }

  private <T> Optional<T> wrong(String key, String sentence) {
    fault(key, sentence);
    return Optional.empty();
  }
}
