package dev.headroom.worker.extraction.chunking;

/**
 * A range of a text.
 *
 * @param start the index of the first character, in UTF-16 code units as Java and JavaScript count
 *     them
 * @param end the index after the last character; not less than {@code start}
 */
public record Span(int start, int end) {
  /** Returns {@code [start, end)} without white space at both ends, which may be empty. */
  static Span trimmed(String text, int start, int end) {
    int from = start;
    int to = end;
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return new Span(from, to);
  }

  /** Returns whether the character is white space, including non-breaking spaces. */
  static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  int length() {
    return end - start;
  }

  boolean isEmpty() {
    return start == end;
  }

  /** Returns whether the range has a letter, a digit or an emoji. */
  boolean hasWord(String text) {
    int at = start;
    while (at < end) {
      int c = text.codePointAt(at);
      if (Character.isLetterOrDigit(c) || Character.isExtendedPictographic(c)) {
        return true;
      }
      at += Character.charCount(c);
    }
    return false;
  }

  /** Returns the characters of this range. */
  public String of(String text) {
    return text.substring(start, end);
  }
}
