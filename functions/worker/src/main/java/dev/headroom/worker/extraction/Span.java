package dev.headroom.worker.extraction;

/**
 * A stretch of a text.
 *
 * @param start the first character, in UTF-16 code units as Java and JavaScript count them
 * @param end one past the last; not less than {@code start}
 */
record Span(int start, int end) {
  /** What is left of {@code text[start, end)} without white space at both ends; may be empty. */
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

  /** White space, the unbreakable kinds too. */
  static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  int length() {
    return end - start;
  }

  boolean isEmpty() {
    return start == end;
  }

  /** Whether anything but white space and punctuation stands here: a letter, a digit, an emoji. */
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

  String of(String text) {
    return text.substring(start, end);
  }
}
