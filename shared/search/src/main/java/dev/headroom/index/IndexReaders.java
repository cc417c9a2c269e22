package dev.headroom.index;

import dev.headroom.objects.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The indexes of all tenants, read. Copies of those that were searched last are kept on this
 * machine, as many as there is room for.
 */
public final class IndexReaders {
  /** Those without an index take no room on the disk, and a little in memory. */
  private static final int MAX_TENANTS = 1_000;

  private final ObjectStore objects;
  private final IndexSettings settings;
  private final Scratch scratch;
  private final InstantSource clock;
  private final Map<String, TenantReader> tenants = new LinkedHashMap<>(16, 0.75f, true);
  private int opened;

  public IndexReaders(
      ObjectStore objects, IndexSettings settings, Scratch scratch, InstantSource clock) {
    this.objects = objects;
    this.settings = settings;
    this.scratch = scratch;
    this.clock = clock;
  }

  /**
   * The index of a tenant, not older than {@link IndexSettings#refresh}; empty when it has none.
   *
   * @throws dev.headroom.errors.HeadroomException.Unavailable when it cannot be read
   */
  public IndexView open(String tenant) {
    try {
      Optional<IndexView> view = Optional.empty();
      while (view.isEmpty()) {
        // One that was closed meanwhile, to make room, has none.
        view = reader(tenant).view();
      }
      makeRoom();
      return view.get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized TenantReader reader(String tenant) {
    TenantReader there = tenants.get(tenant);
    if (there == null) {
      there = create(tenant);
      tenants.put(tenant, there);
    }
    return there;
  }

  private TenantReader create(String tenant) {
    List<PartitionReader> partitions = new ArrayList<>();
    for (Partition partition : Partition.all(tenant, settings.partitions())) {
      // A number of its own each time: who searches may still have the files before it open.
      var folder = scratch.resolve("read-" + opened++);
      partitions.add(new PartitionReader(new Snapshots(objects, partition), folder));
    }
    return new TenantReader(partitions, settings.refresh(), clock);
  }

  /** Forgets the indexes that were not asked for longest; never that which was asked for last. */
  private void makeRoom() {
    List<TenantReader> over = new ArrayList<>();
    synchronized (this) {
      long bytes = tenants.values().stream().mapToLong(TenantReader::bytes).sum();
      var oldest = tenants.values().iterator();
      for (int left = tenants.size();
          left > 1 && (bytes > settings.localBytes() || left > MAX_TENANTS);
          left--) {
        TenantReader reader = oldest.next();
        bytes -= reader.bytes();
        oldest.remove();
        over.add(reader);
      }
    }
    over.forEach(TenantReader::close);
  }
}
