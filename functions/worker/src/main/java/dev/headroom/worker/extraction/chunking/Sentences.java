package dev.headroom.worker.extraction.chunking;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds the sentences of a paragraph, and cuts those that are longer than the limit. */
final class Sentences {
  /**
   * A list number alone at the end of a line: the iterator takes its full stop for the end of a
   * sentence.
   */
  private static final Pattern NUMBER_OF_THE_NEXT =
      Pattern.compile("\\R\\h*\\(?(\\d{1,3}(\\.\\d{1,3})*|[A-Za-z]|[ivx]{2,4})[.)]\\s*$");

  private static final int LONGEST_NUMBER = 24;

  private final String text;
  private final int target;
  private final int limit;
  private final List<Span> sentences = new ArrayList<>();

  private Sentences(String text, int target, int limit) {
    this.text = text;
    this.target = target;
    this.limit = limit;
  }

  /**
   * Returns the sentences in order, without white space at their ends and none empty.
   *
   * @param target the length, in characters, of the pieces of a sentence that is too long
   * @param limit the longest sentence that is left whole, in characters
   */
  static List<Span> of(String text, Span paragraph, int target, int limit) {
    var found = new Sentences(text, target, limit);
    var boundaries = BreakIterator.getSentenceInstance(Locale.ENGLISH);
    boundaries.setText(paragraph.of(text));
    boundaries.first();
    int start = paragraph.start();
    for (int next = boundaries.next(); next != BreakIterator.DONE; next = boundaries.next()) {
      int end = paragraph.start() + next;
      if (end < paragraph.end()) {
        end = found.beforeNumberOfTheNext(start, end);
      }
      found.add(start, end);
      start = end;
    }
    return found.sentences;
  }

  private int beforeNumberOfTheNext(int start, int end) {
    var number = NUMBER_OF_THE_NEXT.matcher(text);
    number.region(Math.max(start, end - LONGEST_NUMBER), end);
    return number.find() ? number.start() : end;
  }

  private void add(int start, int end) {
    int from = start;
    while (end - from > limit) {
      int cut = cut(from);
      addPiece(from, cut);
      from = cut;
    }
    addPiece(from, end);
  }

  private void addPiece(int start, int end) {
    var piece = Span.trimmed(text, start, end);
    if (!piece.isEmpty()) {
      sentences.add(piece);
    }
  }

  /**
   * Returns where to cut a sentence that is too long: at white space, or else between any two
   * characters.
   */
  private int cut(int from) {
    int latest = from + target;
    for (int at = latest; at > from + target / 2; at--) {
      if (Span.isBlank(text.charAt(at))) {
        return at;
      }
    }
    boolean splitsPair =
        Character.isLowSurrogate(text.charAt(latest))
            && Character.isHighSurrogate(text.charAt(latest - 1));
    return splitsPair ? latest - 1 : latest;
  }
}
