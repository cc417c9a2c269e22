package dev.headroom.search.query;

import dev.headroom.search.query.CountedHits.Found;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.TopFieldCollector;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;
import org.apache.lucene.search.Weight;

/**
 * Collects the best hits and counts the categories of all hits in one pass. Lucene's own
 * combination of collectors caches each score, which takes longer than counting.
 */
final class CountedHits implements CollectorManager<CountedHits.Both, Found> {
  private final TopFieldCollectorManager best;
  private final FacetCounts facets = new FacetCounts();

  CountedHits(TopFieldCollectorManager best) {
    this.best = best;
  }

  /** The best hits, and the number of hits in each category. */
  record Found(TopFieldDocs best, Map<String, Integer> categories) {}

  @Override
  public Both newCollector() {
    return new Both(best.newCollector(), facets.newCollector());
  }

  @Override
  public Found reduce(Collection<Both> collected) throws IOException {
    List<TopFieldCollector> tops = new ArrayList<>();
    List<FacetCounts.Counter> counters = new ArrayList<>();
    for (Both both : collected) {
      tops.add(both.best);
      counters.add(both.categories);
    }
    return new Found(best.reduce(tops), facets.reduce(counters));
  }

  /** Passes each hit to both collectors. */
  record Both(TopFieldCollector best, FacetCounts.Counter categories) implements Collector {
    @Override
    public LeafCollector getLeafCollector(LeafReaderContext segment) throws IOException {
      LeafCollector hits = best.getLeafCollector(segment);
      LeafCollector counts = categories.getLeafCollector(segment);
      return new LeafCollector() {
        @Override
        public void setScorer(Scorable scorer) throws IOException {
          hits.setScorer(scorer);
        }

        @Override
        public void collect(int chunk) throws IOException {
          counts.collect(chunk);
          hits.collect(chunk);
        }

        @Override
        public void finish() throws IOException {
          counts.finish();
          hits.finish();
        }
      };
    }

    @Override
    public ScoreMode scoreMode() {
      return best.scoreMode();
    }

    @Override
    public void setWeight(Weight weight) {
      best.setWeight(weight);
    }
  }
}
