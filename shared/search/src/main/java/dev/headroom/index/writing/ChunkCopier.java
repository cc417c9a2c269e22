package dev.headroom.index.writing;

import dev.headroom.index.Partition;
import dev.headroom.search.Chunk;
import dev.headroom.search.ChunkStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Gatherers;

/** Copies chunks of one partition from the chunk table into the workspace of an index. */
final class ChunkCopier {
  /** The number of chunks that are in memory at the same time: at most 75 MB. */
  private static final int CHUNKS_AT_ONCE = 500;

  private final ChunkStore truth;
  private final Partition partition;

  ChunkCopier(ChunkStore truth, Partition partition) {
    this.truth = truth;
    this.partition = partition;
  }

  /** Updates these chunks to their state in the table, where they may be absent. */
  void copy(Collection<String> ids, Workspace work) {
    for (List<String> some : ids.stream().gather(Gatherers.windowFixed(CHUNKS_AT_ONCE)).toList()) {
      Map<String, Chunk> found = truth.read(partition.tenant(), some);
      some.forEach(id -> work.set(id, Optional.ofNullable(found.get(id))));
    }
  }

  /**
   * Adds all chunks of the partition to an empty workspace.
   *
   * @param progress receives the number of chunks read so far
   */
  void copyAll(Workspace work, LongConsumer progress) {
    long read = 0;
    for (int bucket : partition.buckets().toArray()) {
      Optional<String> after = Optional.empty();
      do {
        var page = truth.scan(partition.tenant(), bucket, after, CHUNKS_AT_ONCE);
        work.add(page.chunks());
        read += page.chunks().size();
        progress.accept(read);
        after = page.after();
      } while (after.isPresent());
    }
  }
}
