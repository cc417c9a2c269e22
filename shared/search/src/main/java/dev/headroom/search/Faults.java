package dev.headroom.search;

import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What is wrong with one record, gathered to be told together. */
final class Faults {
  private final List<FieldError> errors = new ArrayList<>();

  void add(String field, String message) {
    errors.add(new FieldError(field, message));
  }

  /**
   * A text of so many characters that comes back from UTF-8 as it went. A character is a code
   * point, as JSON Schema counts them.
   *
   * @param text null, though its type does not say so, when JSON had none
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

  /** A text that also names something. */
  void checkName(String field, @Nullable String text, int max) {
    checkText(field, text, 1, max);
    if (text != null && text.chars().anyMatch(Character::isISOControl)) {
      add(field, "must have no control characters");
    }
  }

  /**
   * Half a surrogate pair becomes a question mark in UTF-8.
   *
   * @return the place of the first, from 0
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
   * @throws HeadroomException.Invalid when something is wrong, naming all of it
   */
  void throwIfAny() {
    if (!errors.isEmpty()) {
      throw new HeadroomException.Invalid(errors);
    }
  }
}
