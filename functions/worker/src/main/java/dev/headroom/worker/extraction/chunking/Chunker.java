package dev.headroom.worker.extraction.chunking;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into chunks of about a target length that end where a paragraph ends, or else where a
 * sentence does. A paragraph that fits is kept whole; a heading goes with what it heads; a short
 * rest joins the chunk before it. Takes time linear in the text.
 */
public final class Chunker {
  private final String text;
  private final int target;

  /** The greatest length of a chunk. */
  private final int limit;

  /** A chunk that is shorter says too little alone. */
  private final int shortest;

  private final List<Span> chunks = new ArrayList<>();
  private Span open = new Span(0, 0);

  /** The paragraph that was added last, and what was open before it. */
  private Span last = new Span(0, 0);

  private Span beforeLast = new Span(0, 0);

  private Chunker(String text, int target) {
    this.text = text;
    this.target = target;
    this.limit = target + target / 2;
    this.shortest = target / 4;
  }

  /**
   * Returns the chunks of a text in order and without overlap. No chunk is longer than 1.5 times
   * the target, and each has a letter, digit or emoji and no white space at its ends. The text
   * between chunks has no letter, digit or emoji.
   *
   * @param target the wanted length in characters (UTF-16 code units), 200 or more
   */
  public static List<Span> chunks(String text, int target) {
    var chunker = new Chunker(text, target);
    for (var paragraph : Paragraphs.of(text)) {
      chunker.addParagraph(paragraph);
    }
    chunker.close();
    return chunker.chunks;
  }

  private void addParagraph(Span paragraph) {
    if (!reaches(paragraph.end(), isShort() ? limit : target)) {
      closeBefore(paragraph);
    }
    if (open.isEmpty() ? paragraph.length() <= target : reaches(paragraph.end(), limit)) {
      beforeLast = open;
      extendTo(paragraph);
      last = paragraph;
      return;
    }
    for (var sentence : Sentences.of(text, paragraph, target, limit)) {
      addSentence(sentence, paragraph.end());
    }
  }

  /**
   * Closes the open chunk, except for a part that is too short to stand alone, such as a heading.
   */
  private void closeBefore(Span paragraph) {
    if (!isShort() && isHeading(last) && last.end() == open.end() && !beforeLast.isEmpty()) {
      open = beforeLast;
      close();
      open = last;
    }
    if (!isShort() || (paragraph.length() <= target && !reaches(paragraph.end(), limit))) {
      close();
    }
  }

  /** A heading is short and does not end with the full stop of a sentence. */
  private boolean isHeading(Span paragraph) {
    return !paragraph.isEmpty()
        && paragraph.length() < shortest
        && Character.isLetterOrDigit(text.charAt(paragraph.end() - 1));
  }

  private void addSentence(Span sentence, int paragraphEnd) {
    boolean fits =
        reaches(sentence.end(), target)
            || reaches(paragraphEnd, target + shortest)
            || (isShort() && reaches(sentence.end(), limit));
    if (!fits) {
      close();
    }
    extendTo(sentence);
  }

  /** Returns whether the open chunk, extended to this end, is at most this long. */
  private boolean reaches(int end, int length) {
    return !open.isEmpty() && end - open.start() <= length;
  }

  private boolean isShort() {
    return open.length() < shortest;
  }

  private void extendTo(Span added) {
    open = open.isEmpty() ? added : new Span(open.start(), added.end());
  }

  private void close() {
    if (open.isEmpty()) {
      return;
    }
    if (isShort() && !chunks.isEmpty() && open.end() - chunks.getLast().start() <= limit) {
      open = new Span(chunks.removeLast().start(), open.end());
    }
    if (open.hasWord(text)) {
      chunks.add(open);
    }
    open = new Span(0, 0);
  }
}
