package dev.headroom.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.lucene.search.IndexSearcher;

/** A tenant's index as it is at some moment. Close it when the search is done. */
public final class IndexView implements AutoCloseable {
  private final IndexSearcher searcher;
  private final Facts facts;

  /**
   * @param searcher whose reader is held for this view
   */
  IndexView(IndexSearcher searcher, Facts facts) {
    this.searcher = searcher;
    this.facts = facts;
  }

  /**
   * What is known of an index beside its content.
   *
   * @param id the same for the same content, and for no other
   * @param generation how often it was published, over all its partitions
   * @param chunks that can be found
   * @param bytes of its files
   * @param publishedAt empty when there is no index yet
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
