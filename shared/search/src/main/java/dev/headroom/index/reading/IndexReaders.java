package dev.headroom.index.reading;

import dev.headroom.index.IndexSettings;
import dev.headroom.index.Partition;
import dev.headroom.index.Scratch;
import dev.headroom.index.snapshots.Snapshots;
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
 * Opens the indexes of all tenants for searching. Copies of those that were searched last are kept
 * on this machine, up to {@link IndexSettings#localBytes}.
 */
public final class IndexReaders {
  /** A tenant without an index uses no disk space, but a little memory. */
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
   * Opens the index of a tenant, which is not older than {@link IndexSettings#refresh}. It has no
   * chunks when the tenant has no index.
   *
   * @return a view that the caller closes
   * @throws dev.headroom.errors.HeadroomException.Unavailable when the index cannot be read
   */
  public IndexView open(String tenant) {
    try {
      Optional<IndexView> view = Optional.empty();
      while (view.isEmpty()) {
        // A reader that another thread closed meanwhile, to free space, has no view.
        view = reader(tenant).view();
      }
      freeSpace();
      return view.get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized TenantReader reader(String tenant) {
    TenantReader kept = tenants.get(tenant);
    if (kept == null) {
      kept = create(tenant);
      tenants.put(tenant, kept);
    }
    return kept;
  }

  private TenantReader create(String tenant) {
    List<PartitionReader> partitions = new ArrayList<>();
    for (Partition partition : Partition.all(tenant, settings.partitions())) {
      // Each folder has a number of its own, because the files of the reader before may still be
      // open.
      var folder = scratch.resolve("read-" + opened++);
      partitions.add(new PartitionReader(new Snapshots(objects, partition), folder));
    }
    return new TenantReader(partitions, settings.refresh(), clock);
  }

  /**
   * Closes the indexes that were used least recently until the rest fits, but never the most recent
   * one.
   */
  private void freeSpace() {
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
