package dev.headroom.search;

import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Collects all validation errors of one record, so that they are reported together. */
final class Faults {
  private final List<FieldError> errors = new ArrayList<>();

  void add(String field, String message) {
    errors.add(new FieldError(field, message));
  }

  /**
   * Checks that a text is well-formed and has the allowed length in code points, as JSON Schema
   * counts them.
   *
   * @param text the text, which may be null when it comes from JSON
   */
  void checkText(String field, @Nullable String text, int min, int max) {
    int length = text == null ? 0 : text.codePointCount(0, text.length());
    if (text == null || length < min || length > max) {
      add(
          field,
          min == 0
              ? "must have at most %,d characters; got %,d".formatted(max, length)
              : "must have 1 to %,d characters; got %,d".formatted(max, length));
      return;
    }
    loneSurrogate(text)
        .ifPresent(
            at ->
                add(
                    field,
                    "must be well-formed Unicode; has a lone surrogate at character %,d"
                        .formatted(at + 1)));
  }

  /** Checks a text that must have no control characters either. */
  void checkName(String field, @Nullable String text, int max) {
    checkText(field, text, 1, max);
    if (text != null && text.chars().anyMatch(Character::isISOControl)) {
      add(field, "must have no control characters");
    }
  }

  /**
   * Finds a lone surrogate, which UTF-8 cannot encode.
   *
   * @return the index of the first one, from 0
   */
  static OptionalInt loneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          return OptionalInt.of(i);
        }
        i++;
      }
    }
    return OptionalInt.empty();
  }

  /**
   * @throws HeadroomException.Invalid with all errors, if there are any
   */
  void throwIfAny() {
    if (!errors.isEmpty()) {
      throw new HeadroomException.Invalid(errors);
    }
  }
}
