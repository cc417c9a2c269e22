package dev.headroom.search.query;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;

/**
 * Orders hits anew that BM25 found: by their scores and the {@link Evidence} for each. That only
 * ever adds, so no hit falls below one that was not looked at.
 */
final class Rescoring {
  private Rescoring() {}

  /** The same hits with other scores, and in the order of these. */
  static List<FieldDoc> of(IndexSearcher index, List<PlainWord> words, List<FieldDoc> hits)
      throws IOException {
    if (hits.size() < 2) {
      return hits;
    }
    FieldDoc[] rescored = hits.toArray(FieldDoc[]::new);
    // Postings are read forward only.
    Arrays.sort(rescored, Comparator.comparingInt(hit -> hit.doc));
    addEvidence(index, Evidence.of(index, words), rescored);
    Arrays.sort(rescored, Place.BY_SCORE_AND_ID);
    return List.of(rescored);
  }

  private static void addEvidence(IndexSearcher index, Evidence evidence, FieldDoc[] hits)
      throws IOException {
    List<LeafReaderContext> segments = index.getLeafContexts();
    int next = 0;
    while (next < hits.length) {
      LeafReaderContext segment = segments.get(ReaderUtil.subIndex(hits[next].doc, segments));
      SegmentEvidence inSegment = evidence.in(segment);
      int end = segment.docBase + segment.reader().maxDoc();
      for (; next < hits.length && hits[next].doc < end; next++) {
        hits[next] = withMore(hits[next], inSegment.of(hits[next].doc - segment.docBase));
      }
    }
  }

  private static FieldDoc withMore(FieldDoc hit, double more) {
    float score = (float) (Place.score(hit) + more);
    return new FieldDoc(hit.doc, score, new Object[] {score, Place.id(hit)}, hit.shardIndex);
  }
}
