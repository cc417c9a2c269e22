package dev.headroom.search.query.paging;

import dev.headroom.search.query.ranking.Evidence;
import dev.headroom.search.query.ranking.RelevanceOrder;
import dev.headroom.search.query.ranking.SegmentEvidence;
import dev.headroom.search.query.text.PlainWord;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;

/**
 * Reranks hits that BM25 found by the sum of their scores and the {@link Evidence} for each.
 * Evidence is never negative, so no reranked hit falls below one that was not reranked.
 */
final class Reranking {
  private Reranking() {}

  /** Returns the same hits with their new scores and in the new order. */
  static List<FieldDoc> of(IndexSearcher index, List<PlainWord> words, List<FieldDoc> hits)
      throws IOException {
    if (hits.size() < 2) {
      return hits;
    }
    FieldDoc[] reranked = hits.toArray(FieldDoc[]::new);
    // Postings are read forward only.
    Arrays.sort(reranked, Comparator.comparingInt(hit -> hit.doc));
    addEvidence(index, Evidence.of(index, words), reranked);
    Arrays.sort(reranked, RelevanceOrder.COMPARATOR);
    return List.of(reranked);
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
    float score = (float) (RelevanceOrder.score(hit) + more);
    return new FieldDoc(
        hit.doc, score, new Object[] {score, RelevanceOrder.chunkId(hit)}, hit.shardIndex);
  }
}
