package dev.headroom.index.snapshots;

import static java.util.Objects.requireNonNull;

import dev.headroom.index.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A published state of a partition's index: the content of its pointer object. A snapshot replaces
 * the previous one on condition that it is unchanged, which keeps writers apart.
 *
 * @param schema the {@link Schema#VERSION} of its writer
 * @param generation one more than the previous snapshot's
 * @param epoch identifies a build of the index: within an epoch a file of the same attempt and name
 *     never changes
 * @param attempt the unique name of the writer's attempt that published it
 * @param chunks the number of chunks that can be found in it
 * @param files its files by Lucene's names
 * @param sweptAt when the last sweep began
 * @param rebuilding the marker of a rebuild in progress; null when there is none
 */
public record Snapshot(
    int schema,
    long generation,
    String epoch,
    String attempt,
    int chunks,
    Map<String, StoredFile> files,
    Instant publishedAt,
    Instant sweptAt,
    @Nullable Rebuilding rebuilding) {
  public Snapshot {
    // They may be null in a pointer that is read from the object store.
    requireNonNull(epoch);
    requireNonNull(attempt);
    requireNonNull(files).values().forEach(Objects::requireNonNull);
    requireNonNull(publishedAt);
    requireNonNull(sweptAt);
  }

  /**
   * A file in the object store.
   *
   * @param attempt the attempt that uploaded it, since two writers may give files of different
   *     content the same name
   * @param crc32c the CRC-32C of its bytes
   */
  public record StoredFile(String attempt, long bytes, long crc32c) {}

  /**
   * A rebuild in progress and the changes since it began.
   *
   * @param changes the attempts that recorded the ids of the chunks that they changed
   */
  public record Rebuilding(String id, Instant startedAt, List<String> changes) {}

  /** Returns the same index with a marker. The generation stays, since the content is the same. */
  public Snapshot with(Rebuilding mark) {
    return new Snapshot(
        schema, generation, epoch, attempt, chunks, files, publishedAt, sweptAt, mark);
  }

  /** Returns the same index with the time of a sweep. */
  public Snapshot sweptAt(Instant now) {
    return new Snapshot(
        schema, generation, epoch, attempt, chunks, files, publishedAt, now, rebuilding);
  }

  /** Returns the size of all files in bytes. */
  public long bytes() {
    return files.values().stream().mapToLong(StoredFile::bytes).sum();
  }
}
