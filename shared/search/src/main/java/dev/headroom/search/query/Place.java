package dev.headroom.search.query;

import dev.headroom.errors.HeadroomException;
import dev.headroom.paging.Cursor;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.util.BytesRef;

/**
 * A place in an order of hits: behind the hit of these values. The index may be another by the time
 * it is used: hits that came or went do not shift it.
 */
sealed interface Place {
  /** The order of hits by relevance. */
  Comparator<FieldDoc> BY_SCORE_AND_ID =
      Comparator.comparingDouble((FieldDoc hit) -> -score(hit)).thenComparing(Place::id);

  /** Of the hit that it is behind. */
  String chunkId();

  String spelled();

  /** As Lucene's collectors take it. */
  FieldDoc hit();

  /**
   * In the order without a text.
   *
   * @param createdAt in milliseconds
   */
  record Sure(double confidence, long createdAt, String chunkId) implements Place {
    static Sure of(FieldDoc hit) {
      Object[] values = hit.fields;
      String id = ((BytesRef) values[2]).utf8ToString();
      return new Sure((Double) values[0], (Long) values[1], id);
    }

    @Override
    public String spelled() {
      return "c %d %d %s".formatted(Double.doubleToLongBits(confidence), createdAt, chunkId);
    }

    @Override
    public FieldDoc hit() {
      return Place.hit(confidence, createdAt, new BytesRef(chunkId));
    }
  }

  /** In the order by relevance, as the index gives it. */
  record Relevant(float score, String chunkId) implements Place {
    static Relevant of(FieldDoc hit) {
      return new Relevant(Place.score(hit), Place.id(hit).utf8ToString());
    }

    @Override
    public String spelled() {
      return "r %d 0 %s".formatted(Float.floatToIntBits(score), chunkId);
    }

    @Override
    public FieldDoc hit() {
      return Place.hit(score, new BytesRef(chunkId));
    }
  }

  /**
   * Among the first hits by relevance, which are ordered anew.
   *
   * @param score that the hit had when it was ordered anew
   * @param border the last of those that were, before they were
   */
  record Rescored(float score, String chunkId, Relevant border) implements Place {
    static Rescored of(FieldDoc hit, Relevant border) {
      return new Rescored(Place.score(hit), Place.id(hit).utf8ToString(), border);
    }

    @Override
    public String spelled() {
      return "f %d %d %s%c%s"
          .formatted(
              Float.floatToIntBits(score),
              Float.floatToIntBits(border.score),
              chunkId,
              BETWEEN_IDS,
              border.chunkId);
    }

    @Override
    public FieldDoc hit() {
      return Place.hit(score, new BytesRef(chunkId));
    }
  }

  /** No id has it. */
  char BETWEEN_IDS = '\n';

  Pattern FORM =
      Pattern.compile("([crf]) (-?\\d{1,19}) (-?\\d{1,19}) ([^\n]{1,200})(?:\n([^\n]{1,200}))?");

  /**
   * The place that was spelled so.
   *
   * @throws HeadroomException.Invalid when none was
   */
  static Place read(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || form.group(1).equals("f") != (form.group(5) != null)) {
      throw Cursor.invalid("cursor");
    }
    try {
      long first = Long.parseLong(form.group(2));
      long second = Long.parseLong(form.group(3));
      String id = form.group(4);
      return switch (form.group(1)) {
        case "c" -> new Sure(Double.longBitsToDouble(first), second, id);
        case "r" -> new Relevant(asFloat(first), id);
        default -> new Rescored(asFloat(first), id, new Relevant(asFloat(second), form.group(5)));
      };
    } catch (NumberFormatException _) {
      throw Cursor.invalid("cursor");
    }
  }

  private static float asFloat(long bits) {
    return Float.intBitsToFloat((int) bits);
  }

  /** Of a hit by relevance. */
  static float score(FieldDoc hit) {
    return (Float) hit.fields[0];
  }

  /** Of a hit by relevance. */
  static BytesRef id(FieldDoc hit) {
    return (BytesRef) hit.fields[1];
  }

  private static FieldDoc hit(Object... values) {
    // No document has this number: what is behind it is told by the values alone.
    return new FieldDoc(Integer.MAX_VALUE, Float.NaN, values);
  }
}
