package dev.headroom.search.query.paging;

import dev.headroom.errors.HeadroomException;
import dev.headroom.paging.Cursor;
import dev.headroom.search.query.ranking.RelevanceOrder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.util.BytesRef;

/**
 * A position in an order of hits: after the hit with these values. It stays valid when the index
 * changes, and hits that are added or removed do not shift it.
 */
public sealed interface SearchCursor {
  /** Returns the id of the hit that is before the position. */
  String chunkId();

  /** Returns the text that {@link #read} reads. */
  String encoded();

  /** Returns the hit before the position in the form that Lucene's collectors take. */
  FieldDoc hit();

  /**
   * A position in the order by confidence and creation time.
   *
   * @param createdAt the creation time in milliseconds since 1970
   */
  record ByConfidence(double confidence, long createdAt, String chunkId) implements SearchCursor {
    public static ByConfidence of(FieldDoc hit) {
      Object[] values = hit.fields;
      String id = ((BytesRef) values[2]).utf8ToString();
      return new ByConfidence((Double) values[0], (Long) values[1], id);
    }

    @Override
    public String encoded() {
      return "c %d %d %s".formatted(Double.doubleToLongBits(confidence), createdAt, chunkId);
    }

    @Override
    public FieldDoc hit() {
      return SearchCursor.hit(confidence, createdAt, new BytesRef(chunkId));
    }
  }

  /** A position in the order by relevance that the index gives. */
  record ByRelevance(float score, String chunkId) implements SearchCursor {
    public static ByRelevance of(FieldDoc hit) {
      return new ByRelevance(RelevanceOrder.score(hit), RelevanceOrder.chunkId(hit).utf8ToString());
    }

    @Override
    public String encoded() {
      return "r %d 0 %s".formatted(Float.floatToIntBits(score), chunkId);
    }

    @Override
    public FieldDoc hit() {
      return SearchCursor.hit(score, new BytesRef(chunkId));
    }
  }

  /**
   * A position among the first hits by relevance, which are reranked.
   *
   * @param score the score that the hit got when it was reranked
   * @param border the last of the reranked hits in the order of the index
   */
  record Reranked(float score, String chunkId, ByRelevance border) implements SearchCursor {
    static Reranked of(FieldDoc hit, ByRelevance border) {
      return new Reranked(
          RelevanceOrder.score(hit), RelevanceOrder.chunkId(hit).utf8ToString(), border);
    }

    @Override
    public String encoded() {
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
      return SearchCursor.hit(score, new BytesRef(chunkId));
    }
  }

  /** Separates two ids; no id contains it. */
  char BETWEEN_IDS = '\n';

  Pattern FORM =
      Pattern.compile("([crf]) (-?\\d{1,19}) (-?\\d{1,19}) ([^\n]{1,200})(?:\n([^\n]{1,200}))?");

  /**
   * Reads a cursor that {@link #encoded} wrote.
   *
   * @throws HeadroomException.Invalid when the text is no cursor
   */
  static SearchCursor read(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || form.group(1).equals("f") != (form.group(5) != null)) {
      throw Cursor.invalid("cursor");
    }
    try {
      long first = Long.parseLong(form.group(2));
      long second = Long.parseLong(form.group(3));
      String id = form.group(4);
      return switch (form.group(1)) {
        case "c" -> new ByConfidence(Double.longBitsToDouble(first), second, id);
        case "r" -> new ByRelevance(asFloat(first), id);
        default ->
            new Reranked(asFloat(first), id, new ByRelevance(asFloat(second), form.group(5)));
      };
    } catch (NumberFormatException _) {
      throw Cursor.invalid("cursor");
    }
  }

  private static float asFloat(long bits) {
    return Float.intBitsToFloat((int) bits);
  }

  private static FieldDoc hit(Object... values) {
    // No document has this number, so only the values decide what is after it.
    return new FieldDoc(Integer.MAX_VALUE, Float.NaN, values);
  }
}
