package dev.headroom.index.reading;

import dev.headroom.index.reading.PartitionReader.Open;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;

/**
 * All partitions of one tenant as one index: totals are exact, and term statistics are those of the
 * whole index.
 */
final class TenantReader implements AutoCloseable {
  private final List<PartitionReader> partitions;
  private final Duration interval;
  private final InstantSource clock;
  private final ReentrantLock refreshing = new ReentrantLock();
  private volatile @Nullable State state;
  private volatile boolean closed;

  /**
   * @param interval the time between two reads of the pointers
   */
  TenantReader(List<PartitionReader> partitions, Duration interval, InstantSource clock) {
    this.partitions = partitions;
    this.interval = interval;
    this.clock = clock;
  }

  private record State(IndexReader reader, IndexView.Facts facts, Instant lookedAt) {
    State lookedAt(Instant now) {
      return new State(reader, facts, now);
    }
  }

  /** Returns the index, at most one interval old, or empty when this reader is closed. */
  Optional<IndexView> view() throws IOException {
    while (!closed) {
      Optional<State> now = current();
      // Another thread may have closed the reader since.
      if (now.isPresent() && now.get().reader().tryIncRef()) {
        return now.map(open -> new IndexView(new IndexSearcher(open.reader()), open.facts()));
      }
    }
    return Optional.empty();
  }

  private Optional<State> current() throws IOException {
    State now = state;
    if (now != null && isFresh(now)) {
      return Optional.of(now);
    }
    if (now == null) {
      refreshing.lock();
    } else if (!refreshing.tryLock()) {
      return Optional.of(now); // one thread downloads what is new, the others continue
    }
    try {
      // A closed reader must not open anything, since nobody would close it.
      return closed ? Optional.empty() : Optional.of(refresh());
    } finally {
      refreshing.unlock();
    }
  }

  private boolean isFresh(State now) {
    Duration age = Duration.between(now.lookedAt(), clock.instant());
    return !age.isNegative() && age.compareTo(interval) < 0;
  }

  private State refresh() throws IOException {
    State before = state;
    if (before != null && isFresh(before)) {
      return before;
    }
    Instant now = clock.instant();
    partitions.forEach(PartitionReader::refresh);
    IndexView.Facts facts =
        IndexView.Facts.of(
            partitions.stream().flatMap(each -> each.open().stream()).map(Open::snapshot).toList());
    if (before != null && before.facts().id().equals(facts.id())) {
      State same = before.lookedAt(now);
      state = same;
      return same;
    }
    State next = new State(join(), facts, now);
    state = next;
    if (before != null) {
      before.reader().decRef();
    }
    return next;
  }

  private MultiReader join() throws IOException {
    IndexReader[] readers =
        partitions.stream()
            .map(PartitionReader::open)
            .flatMap(Optional::stream)
            .map(Open::reader)
            .toArray(DirectoryReader[]::new);
    // It keeps the readers open while it is searched, and does not close them.
    return new MultiReader(readers, false);
  }

  long bytes() {
    return partitions.stream().mapToLong(PartitionReader::bytes).sum();
  }

  @Override
  public void close() {
    refreshing.lock();
    try {
      closed = true;
      State now = state;
      state = null;
      if (now != null) {
        now.reader().decRef();
      }
      partitions.forEach(PartitionReader::close);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      refreshing.unlock();
    }
  }
}
