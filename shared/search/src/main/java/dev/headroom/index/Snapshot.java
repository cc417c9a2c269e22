package dev.headroom.index;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A state of a partition's index, as its pointer object tells it. One is written over the one
 * before, on condition that it is still there: that is the fence between writers.
 *
 * @param schema {@link Schema#VERSION} of who wrote it
 * @param generation one more than the snapshot before
 * @param epoch begins with each index that is built anew; within one, a file's name stands for the
 *     same bytes for ever
 * @param attempt who published it: each attempt of each writer has a name of its own
 * @param chunks that can be found in it
 * @param files by Lucene's names
 * @param sweptAt when files that no snapshot needs were last looked for
 * @param rebuilding the index that is being built in place of this one, if any
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
    // For a pointer is read from elsewhere.
    requireNonNull(epoch);
    requireNonNull(attempt);
    requireNonNull(files).values().forEach(Objects::requireNonNull);
    requireNonNull(publishedAt);
    requireNonNull(sweptAt);
  }

  /**
   * A file in the object store.
   *
   * @param attempt of the writer that wrote it: two writers make equal names with different bytes
   * @param crc32c of its bytes
   */
  public record StoredFile(String attempt, long bytes, long crc32c) {}

  /**
   * A rebuild on its way, and what changed in the meantime.
   *
   * @param changes the attempts that noted the ids of the chunks that they changed
   */
  public record Rebuilding(String id, Instant startedAt, List<String> changes) {}

  /** The same index, marked. Its generation stays: nothing else is found in it. */
  Snapshot with(Rebuilding mark) {
    return new Snapshot(
        schema, generation, epoch, attempt, chunks, files, publishedAt, sweptAt, mark);
  }

  /** The same index, whose files were looked through. */
  Snapshot sweptAt(Instant now) {
    return new Snapshot(
        schema, generation, epoch, attempt, chunks, files, publishedAt, now, rebuilding);
  }

  /** In all files. */
  public long bytes() {
    return files.values().stream().mapToLong(StoredFile::bytes).sum();
  }
}
