package dev.headroom.index;

import dev.headroom.objects.ObjectStore;
import dev.headroom.search.ChunkStore;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The writers of all partitions of all tenants. Those that wrote last are kept, with the copies of
 * their indexes, as many as there is room for: they are likely to go on.
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
   * @param random for names that no other process may use: they must not share its seed
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

  /** The writer of a partition, the same each time while it is kept. */
  public synchronized PartitionWriter of(Partition partition) {
    PartitionWriter writer = writers.get(partition);
    if (writer == null) {
      writer = open(partition);
      writers.put(partition, writer);
      forgetOldest();
    }
    return writer;
  }

  /** A writer of its own; to be closed. */
  public PartitionWriter open(Partition partition) {
    return new PartitionWriter(new Snapshots(objects, partition), truth, scratch, clock, random);
  }

  private void forgetOldest() {
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
