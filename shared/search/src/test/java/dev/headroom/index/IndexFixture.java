package dev.headroom.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.index.reading.IndexReaders;
import dev.headroom.index.reading.IndexView;
import dev.headroom.index.snapshots.Snapshot;
import dev.headroom.index.snapshots.Snapshots;
import dev.headroom.index.sweeping.Sweep;
import dev.headroom.index.writing.IndexWriters;
import dev.headroom.index.writing.PartitionWriter;
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
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A tenant with chunks in the table, a folder for the objects, and a clock that tests move.
 *
 * @param folder the folder of the objects and of the local copies
 */
record IndexFixture(
    ChunkStore truth, String tenant, Path folder, TestClock clock, ObjectStore objects) {
  static IndexFixture of(ChunkTable table, Path folder) {
    byte[] name = new byte[8];
    new SecureRandom().nextBytes(name);
    return of(table, folder, "tenant " + HexFormat.of().formatHex(name));
  }

  static IndexFixture of(ChunkTable table, Path folder, String tenant) {
    return new IndexFixture(table.chunks, tenant, folder, new TestClock(), objectsIn(folder));
  }

  static ObjectStore objectsIn(Path folder) {
    return new FolderObjectStore(folder.resolve("objects"));
  }

  /** Returns the same fixture with another object store. */
  IndexFixture through(ObjectStore other) {
    return new IndexFixture(truth, tenant, folder, clock, other);
  }

  Partition partition() {
    return new Partition(tenant, 0, 1);
  }

  Snapshots snapshots() {
    return new Snapshots(objects, partition());
  }

  Snapshot newest() {
    return snapshots().newest().orElseThrow().snapshot();
  }

  /** Returns the generation of the pointer, even if it is unreadable. */
  long newestGeneration() {
    return snapshots().pointerObject().map(Snapshots.Pointer::generation).orElse(0L);
  }

  Scratch scratch() {
    try {
      return new Scratch(Files.createDirectories(folder.resolve("copies")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  IndexWriters writers() {
    return writers(new SecureRandom());
  }

  IndexWriters writers(RandomGenerator random) {
    var settings = new IndexSettings(1, Duration.ZERO, Long.MAX_VALUE);
    return new IndexWriters(objects, truth, settings, scratch(), clock, random);
  }

  PartitionWriter writer() {
    return writers().open(partition());
  }

  /** Returns readers that read the pointer each time. */
  IndexReaders readers() {
    return readers(1, Long.MAX_VALUE);
  }

  IndexReaders readers(int partitions, long localBytes) {
    var settings = new IndexSettings(partitions, Duration.ZERO, localBytes);
    return new IndexReaders(objects, settings, scratch(), clock);
  }

  Sweep sweep() {
    return new Sweep(snapshots(), clock);
  }

  static Chunk chunk(String id, String text) {
    return new Chunk(id, Optional.empty(), Optional.empty(), text, List.of(), 0.5, Instant.EPOCH);
  }

  /** Writes to the table, but not to the index. */
  void put(Chunk... chunks) {
    truth.putAll(tenant, List.of(chunks));
  }

  /** Writes to the table, but not to the index. */
  void put(String id, String text) {
    put(chunk(id, text));
  }

  /** Removes from the table, but not from the index. */
  void remove(String... ids) {
    Arrays.stream(ids).forEach(id -> truth.delete(tenant, id));
  }

  /** Returns the chunks of the table. */
  Map<String, Chunk> chunks() {
    Map<String, Chunk> chunks = new TreeMap<>();
    for (int bucket = 0; bucket < ChunkStore.BUCKETS; bucket++) {
      Optional<String> after = Optional.empty();
      do {
        ChunkStore.Page page = truth.scan(tenant, bucket, after, 1_000);
        page.chunks().forEach(chunk -> chunks.put(chunk.id(), chunk));
        after = page.after();
      } while (after.isPresent());
    }
    return chunks;
  }

  /** Returns what a new reader finds. */
  Map<String, Chunk> found() {
    return found(readers());
  }

  Map<String, Chunk> found(IndexReaders readers) {
    try (IndexView view = readers.open(tenant)) {
      return Contents.of(view);
    }
  }

  Map<String, String> texts(IndexReaders readers) {
    return found(readers).values().stream()
        .collect(Collectors.toMap(Chunk::id, Chunk::text, (one, _) -> one, TreeMap::new));
  }

  /** Asserts that a new reader finds exactly the chunks of the table. */
  void assertIndexEqualsTable(Object... when) {
    assertThat(found()).as(String.join(" ", texts(when))).isEqualTo(chunks());
  }

  private static List<String> texts(Object... when) {
    return Arrays.stream(when).map(String::valueOf).toList();
  }

  /** Returns the keys of all objects of the partition. */
  List<String> keys() {
    return objects.list(partition().prefix(), Optional.empty(), 100_000).stream()
        .map(ObjectStore.Listed::key)
        .toList();
  }

  /** Returns the keys that the newest snapshot needs. */
  Collection<String> needed() {
    Snapshot now = newest();
    return now.files().entrySet().stream()
        .map(file -> snapshots().key(now.epoch(), file.getValue(), file.getKey()))
        .toList();
  }

  /** Sweeps twice with the grace time between, and asserts that only what is needed is left. */
  void assertOnlyNeededIsLeftAfterSweeps() {
    sweep().run();
    clock.advance(Sweep.GRACE);
    sweep().run();
    List<String> others = List.of(snapshots().pointer(), partition().prefix() + "unreachable.json");
    var left = keys().stream().filter(key -> !others.contains(key)).toList();
    assertThat(left).containsExactlyInAnyOrderElementsOf(needed());
  }
}
