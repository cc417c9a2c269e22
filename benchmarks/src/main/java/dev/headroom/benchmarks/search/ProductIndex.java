package dev.headroom.benchmarks.search;

import dev.headroom.index.IndexSettings;
import dev.headroom.index.Partition;
import dev.headroom.index.Scratch;
import dev.headroom.index.reading.IndexReaders;
import dev.headroom.index.writing.IndexWriters;
import dev.headroom.objects.FolderObjectStore;
import dev.headroom.objects.ObjectStore;
import dev.headroom.search.Chunk;
import dev.headroom.search.ChunkStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Chunks as the product's writer makes an index of them, in a folder in place of a bucket. */
public final class ProductIndex {
  public static final String TENANT = "benchmark";
  private static final String PREFIX = "search/";
  private static final int MAX_OBJECTS = 1_000;
  private static final IndexSettings SETTINGS =
      new IndexSettings(1, Duration.ofMillis(500), 1_000_000_000);

  private final Path folder;
  private final ObjectStore objects;

  private ProductIndex(Path folder) {
    this.folder = folder;
    this.objects = new FolderObjectStore(folder.resolve("objects"));
  }

  /** Builds it as for a tenant whose index is missing. */
  public static ProductIndex build(Corpus corpus, Path folder) {
    return build(corpus.chunks(), corpus.ids(), folder);
  }

  /** Likewise, of any chunks. */
  public static ProductIndex build(List<Chunk> chunks, List<String> ids, Path folder) {
    var built = new ProductIndex(folder);
    var truth = new ChunkStore(new ChunkSource(chunks, ids, TENANT), "chunks");
    var writers =
        new IndexWriters(
            built.objects,
            truth,
            SETTINGS,
            new Scratch(built.folder("written")),
            InstantSource.system(),
            new SecureRandom());
    for (Partition partition : Partition.all(TENANT, SETTINGS.partitions())) {
      try (var writer = writers.open(partition)) {
        var _ = writer.apply(List.of());
      }
    }
    return built;
  }

  private Path folder(String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process's readers: they have nothing of the index yet. */
  public IndexReaders readers() {
    return new IndexReaders(objects, SETTINGS, new Scratch(folder("read")), InstantSource.system());
  }

  /** All objects that it consists of. */
  public List<ObjectStore.Listed> listed() {
    return objects.list(PREFIX, Optional.empty(), MAX_OBJECTS);
  }

  /** Where an object lies. */
  public Path file(ObjectStore.Listed object) {
    return folder.resolve("objects").resolve(object.key());
  }

  /** Gives another store the same index. */
  public void copyTo(ObjectStore other) {
    listed().forEach(object -> other.upload(object.key(), file(object)));
  }

  /** Deletes all of it; whoever reads it must have ended. */
  public void delete() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
