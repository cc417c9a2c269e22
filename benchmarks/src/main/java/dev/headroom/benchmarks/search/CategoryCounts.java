package dev.headroom.benchmarks.search;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;

/** Facets by hand: counts by number in each segment, and adds up by name. */
final class CategoryCounts
    implements CollectorManager<CategoryCounts.Counter, Map<String, Integer>> {
  @Override
  public Counter newCollector() {
    return new Counter();
  }

  @Override
  public Map<String, Integer> reduce(Collection<Counter> counters) {
    Map<String, Integer> all = new HashMap<>();
    for (Counter counter : counters) {
      counter.counts.forEach((name, times) -> all.merge(name, times, Integer::sum));
    }
    return all;
  }

  static final class Counter implements Collector {
    private final Map<String, Integer> counts = new HashMap<>();

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE_NO_SCORES;
    }

    @Override
    public LeafCollector getLeafCollector(LeafReaderContext segment) throws IOException {
      SortedSetDocValues names = DocValues.getSortedSet(segment.reader(), "category");
      int[] times = new int[Math.toIntExact(names.getValueCount())];
      return new LeafCollector() {
        @Override
        public void setScorer(Scorable scorer) {
          // scores are of no interest
        }

        @Override
        public void collect(int doc) throws IOException {
          if (names.advanceExact(doc)) {
            for (int left = names.docValueCount(); left > 0; left--) {
              times[Math.toIntExact(names.nextOrd())]++;
            }
          }
        }

        @Override
        public void finish() throws IOException {
          for (int number = 0; number < times.length; number++) {
            counts.merge(names.lookupOrd(number).utf8ToString(), times[number], Integer::sum);
          }
        }
      };
    }
  }
}
