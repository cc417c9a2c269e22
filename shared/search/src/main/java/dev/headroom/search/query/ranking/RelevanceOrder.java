package dev.headroom.search.query.ranking;

import java.util.Comparator;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.util.BytesRef;

/** The order of hits by relevance: the highest score first, and equal ones by chunk id. */
public final class RelevanceOrder {
  public static final Sort SORT = new Sort(SortField.FIELD_SCORE, ByChunkId.SORT);

  /** The same order for hits that were collected by {@link #SORT}. */
  public static final Comparator<FieldDoc> COMPARATOR =
      Comparator.comparingDouble((FieldDoc hit) -> -score(hit))
          .thenComparing(RelevanceOrder::chunkId);

  private RelevanceOrder() {}

  /** Returns the score of a hit that was collected by {@link #SORT}. */
  public static float score(FieldDoc hit) {
    return (Float) hit.fields[0];
  }

  /** Returns the chunk id of a hit that was collected by {@link #SORT}. */
  public static BytesRef chunkId(FieldDoc hit) {
    return (BytesRef) hit.fields[1];
  }
}
