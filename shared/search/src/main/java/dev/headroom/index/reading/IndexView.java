package dev.headroom.index.reading;

import dev.headroom.index.snapshots.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.lucene.search.IndexSearcher;

/** A tenant's index at one moment. Close it when the search is done. */
public final class IndexView implements AutoCloseable {
  private final IndexSearcher searcher;
  private final Facts facts;

  /**
   * Creates a view.
   *
   * @param searcher a searcher whose reader has been incremented for this view
   */
  public IndexView(IndexSearcher searcher, Facts facts) {
    this.searcher = searcher;
    this.facts = facts;
  }

  /**
   * Facts about an index besides its content.
   *
   * @param id identifies the content: equal for equal content, and different otherwise
   * @param generation how often it was published, summed over all partitions
   * @param chunks the number of chunks that can be found
   * @param bytes the size of its files
   * @param publishedAt when it was last published; empty when there is no index yet
   */
  public record Facts(
      String id, long generation, long chunks, long bytes, Optional<Instant> publishedAt) {
    static Facts of(List<Snapshot> partitions) {
      return new Facts(
          partitions.stream().map(Snapshot::attempt).collect(Collectors.joining("-")),
          partitions.stream().mapToLong(Snapshot::generation).sum(),
          partitions.stream().mapToLong(Snapshot::chunks).sum(),
          partitions.stream().mapToLong(Snapshot::bytes).sum(),
          partitions.stream().map(Snapshot::publishedAt).max(Comparator.naturalOrder()));
    }
  }

  /** Returns the searcher, which may be used until this view is closed. */
  public IndexSearcher searcher() {
    return searcher;
  }

  public Facts facts() {
    return facts;
  }

  @Override
  public void close() {
    try {
      searcher.getIndexReader().decRef();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
