package dev.headroom.index.writing;

import dev.headroom.index.IndexSettings;
import dev.headroom.index.Partition;
import dev.headroom.index.Scratch;
import dev.headroom.index.snapshots.Snapshots;
import dev.headroom.objects.ObjectStore;
import dev.headroom.search.ChunkStore;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The writers of all partitions of all tenants. Those that wrote last are kept with the local
 * copies of their indexes, up to {@link IndexSettings#localBytes}, since they are likely to write
 * again.
 */
public final class IndexWriters {
  private final ObjectStore objects;
  private final ChunkStore truth;
  private final IndexSettings settings;
  private final Scratch scratch;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Map<Partition, PartitionWriter> writers = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param random generates names that must be unique among all processes, so processes must not
   *     share its seed
   */
  public IndexWriters(
      ObjectStore objects,
      ChunkStore truth,
      IndexSettings settings,
      Scratch scratch,
      InstantSource clock,
      RandomGenerator random) {
    this.objects = objects;
    this.truth = truth;
    this.settings = settings;
    this.scratch = scratch;
    this.clock = clock;
    this.random = random;
  }

  /** Returns the writer of a partition. It is the same one as long as it is kept. */
  public synchronized PartitionWriter of(Partition partition) {
    PartitionWriter writer = writers.get(partition);
    if (writer == null) {
      writer = open(partition);
      writers.put(partition, writer);
      closeOldest();
    }
    return writer;
  }

  /** Creates a writer of a partition, which the caller closes. */
  public PartitionWriter open(Partition partition) {
    return new PartitionWriter(new Snapshots(objects, partition), truth, scratch, clock, random);
  }

  private void closeOldest() {
    long bytes = writers.values().stream().mapToLong(PartitionWriter::bytes).sum();
    var oldest = writers.values().iterator();
    for (int left = writers.size(); left > 1 && bytes > settings.localBytes(); left--) {
      PartitionWriter writer = oldest.next();
      bytes -= writer.bytes();
      oldest.remove();
      writer.close();
    }
  }
}
