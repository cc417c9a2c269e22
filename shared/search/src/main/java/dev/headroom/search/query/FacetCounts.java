package dev.headroom.search.query;

import dev.headroom.index.Schema;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;

/** Counts how many of the matching chunks have each category. */
final class FacetCounts implements CollectorManager<FacetCounts.Counter, Map<String, Integer>> {
  /** The number of categories that are returned, which are the most frequent ones. */
  private static final int MAX_CATEGORIES = 100;

  @Override
  public Counter newCollector() {
    return new Counter();
  }

  /** Returns the most frequent categories first, and equal ones by name. */
  @Override
  public Map<String, Integer> reduce(Collection<Counter> counters) {
    var all = new HashMap<String, Integer>();
    counters.forEach(
        counter -> counter.counts.forEach((name, n) -> all.merge(name, n, Integer::sum)));
    var ranked = new LinkedHashMap<String, Integer>();
    all.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MAX_CATEGORIES)
        .forEach(count -> ranked.put(count.getKey(), count.getValue()));
    return ranked;
  }

  /** Counts by ordinal within a segment, and sums by name. */
  static final class Counter implements Collector {
    private final Map<String, Integer> counts = new HashMap<>();

    @Override
    public LeafCollector getLeafCollector(LeafReaderContext segment) throws IOException {
      SortedSetDocValues categories = DocValues.getSortedSet(segment.reader(), Schema.CATEGORY);
      int[] found = new int[Math.toIntExact(categories.getValueCount())];
      return new LeafCollector() {
        @Override
        public void setScorer(Scorable scorer) {
          // Scores are not used.
        }

        @Override
        public void collect(int chunk) throws IOException {
          if (categories.advanceExact(chunk)) {
            for (int i = 0; i < categories.docValueCount(); i++) {
              found[(int) categories.nextOrd()]++;
            }
          }
        }

        @Override
        public void finish() throws IOException {
          for (int ord = 0; ord < found.length; ord++) {
            if (found[ord] > 0) {
              counts.merge(categories.lookupOrd(ord).utf8ToString(), found[ord], Integer::sum);
            }
          }
        }
      };
    }

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE_NO_SCORES;
    }
  }
}
