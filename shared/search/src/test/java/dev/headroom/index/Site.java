package dev.headroom.index;

import static org.assertj.core.api.Assertions.assertThat;

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
 * A tenant whose chunks lie in the table, a folder for the objects, and a clock that tests move.
 *
 * @param folder of the objects and, apart from them, of the copies
 */
record Site(ChunkStore truth, String tenant, Path folder, TestClock clock, ObjectStore objects) {
  static Site of(ChunkTable table, Path folder) {
    byte[] name = new byte[8];
    new SecureRandom().nextBytes(name);
    return of(table, folder, "tenant " + HexFormat.of().formatHex(name));
  }

  static Site of(ChunkTable table, Path folder, String tenant) {
    return new Site(table.chunks, tenant, folder, new TestClock(), objectsIn(folder));
  }

  static ObjectStore objectsIn(Path folder) {
    return new FolderObjectStore(folder.resolve("objects"));
  }

  /** The same place, reached through another store of objects. */
  Site through(ObjectStore other) {
    return new Site(truth, tenant, folder, clock, other);
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

  /** As the pointer tells it, readable or not. */
  long newestGeneration() {
    return snapshots().there().map(Snapshots.Pointer::generation).orElse(0L);
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

  /** Looks at the pointer each time. */
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

  /** Into the table alone. */
  void put(Chunk... chunks) {
    truth.putAll(tenant, List.of(chunks));
  }

  /** Into the table alone. */
  void put(String id, String text) {
    put(chunk(id, text));
  }

  /** From the table alone. */
  void remove(String... ids) {
    Arrays.stream(ids).forEach(id -> truth.delete(tenant, id));
  }

  /** What the table has. */
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

  /** What a reader finds that comes now. */
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

  /** Holds that a reader who comes now finds what is in the table, and that it is all there. */
  void assertIndexEqualsTable(Object... when) {
    assertThat(found()).as(String.join(" ", texts(when))).isEqualTo(chunks());
  }

  private static List<String> texts(Object... when) {
    return Arrays.stream(when).map(String::valueOf).toList();
  }

  /** The keys of all objects of the partition. */
  List<String> keys() {
    return objects.list(partition().prefix(), Optional.empty(), 100_000).stream()
        .map(ObjectStore.Listed::key)
        .toList();
  }

  /** The keys that the newest snapshot needs. */
  Collection<String> needed() {
    Snapshot now = newest();
    return now.files().entrySet().stream()
        .map(file -> snapshots().key(now.epoch(), file.getValue(), file.getKey()))
        .toList();
  }

  /** Looks twice, with the grace time between, and holds that only what is needed is left. */
  void assertOnlyNeededIsLeftAfterSweeps() {
    sweep().run();
    clock.advance(Sweep.GRACE);
    sweep().run();
    List<String> others = List.of(snapshots().pointer(), partition().prefix() + "unreachable.json");
    var left = keys().stream().filter(key -> !others.contains(key)).toList();
    assertThat(left).containsExactlyInAnyOrderElementsOf(needed());
  }
}
