package dev.headroom.worker.extraction.chunking;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the paragraphs of a text, which blank lines, form feeds or paragraph separators delimit.
 */
final class Paragraphs {
  private Paragraphs() {}

  /**
   * Returns the paragraphs in order, without white space at their ends and none empty, in linear
   * time.
   */
  static List<Span> of(String text) {
    var paragraphs = new ArrayList<Span>();
    int start = 0;
    int at = 0;
    while (at < text.length()) {
      if (!endsLine(text.charAt(at))) {
        at++;
        continue;
      }
      int next = at;
      int breaks = 0;
      while (next < text.length() && Span.isBlank(text.charAt(next))) {
        breaks += breaks(text, next);
        next++;
      }
      if (breaks > 1) {
        add(paragraphs, Span.trimmed(text, start, at));
        start = next;
      }
      at = next;
    }
    add(paragraphs, Span.trimmed(text, start, text.length()));
    return paragraphs;
  }

  private static void add(List<Span> paragraphs, Span paragraph) {
    if (!paragraph.isEmpty()) {
      paragraphs.add(paragraph);
    }
  }

  private static boolean endsLine(char c) {
    return c == '\n' || c == '\r' || c == '\f' || c == '\u2029';
  }

  /** Returns how many line breaks the character makes: CR LF is one, and two make a blank line. */
  private static int breaks(String text, int at) {
    return switch (text.charAt(at)) {
      case '\n' -> 1;
      case '\r' -> at + 1 < text.length() && text.charAt(at + 1) == '\n' ? 0 : 1;
      case '\f', '\u2029' -> 2;
      default -> 0;
    };
  }
}
