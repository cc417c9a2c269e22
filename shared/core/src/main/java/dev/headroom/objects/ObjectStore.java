package dev.headroom.objects;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Named byte arrays. Two implementations hold the same contract: {@link S3ObjectStore} and {@link
 * FolderObjectStore}. Whoever reads after a write has returned sees that write, or a later one.
 *
 * <p>A key is of letters, digits and {@code / . _ -}; no part of it is empty or begins with a dot;
 * and no key goes on where another ends: beside {@code a} there is no {@code a/b}. Anything else is
 * an {@link IllegalArgumentException}.
 */
public interface ObjectStore {
  /**
   * An object's content and its version, which changes with every write of other content.
   *
   * @param version to be compared only, and only with versions of the same key
   */
  record Versioned(byte[] content, String version) {}

  /** A listed object. */
  record Listed(String key, long bytes, Instant modifiedAt) {}

  /** The state of an object, compared with a version of it that was seen before. */
  sealed interface Look {
    /** The version is still the one that was seen. */
    record Unchanged() implements Look {}

    /** It is another. */
    record Changed(Versioned object) implements Look {}

    /** There is no object. */
    record Absent() implements Look {}
  }

  /** Writes an object whole, or not at all; replaces one of the same key. */
  void put(String key, byte[] content);

  /** The object's content, as last written. */
  Optional<byte[]> get(String key);

  /** The object's content, as last written, and its version. */
  Optional<Versioned> read(String key);

  /**
   * Reads an object as {@link #read} does, unless its version is still the one that was seen; then
   * S3 sends no content.
   *
   * @param seen a version of this object
   */
  Look look(String key, String seen);

  /**
   * Writes an object whole if its version is still the expected one. Of any number of writers that
   * expect the same version, one wins, provided that their contents differ.
   *
   * <p>The content must be such as nobody else writes, and must not come again, so let it carry a
   * random id: equal contents have equal versions; and an answer may be lost and the write made
   * again, so a writer is known to have won by its content lying there. Whoever gets an exception
   * does not know whether the object was written.
   *
   * @param expected the version to be replaced; empty when there must be no object
   * @return true when the object has this content; false when it has another, or is not there: then
   *     this one was not written, or its answer was lost and it was replaced since
   */
  boolean putIf(String key, byte[] content, Optional<String> expected);

  /**
   * Writes a file's content, which need not fit into memory, whole or not at all; replaces an
   * object of the same key.
   *
   * @param file at most 5 GiB, which is what S3 takes at once; must not change meanwhile
   */
  void upload(String key, Path file);

  /**
   * Writes an object's content, which need not fit into memory, into a new file. A failure leaves
   * no file, unless the process is killed.
   *
   * @param file does not exist, but its folder does
   * @return false when there is no object; then there is no file
   */
  boolean download(String key, Path file);

  /**
   * Deletes objects; those that do not exist are deleted already. After a failure some may be
   * deleted and others not; to do it again does no harm.
   */
  void delete(Collection<String> keys);

  /**
   * Objects whose keys begin with a prefix, in the order of their keys (by byte).
   *
   * @param prefix ends in a slash
   * @param after a key, which need not exist; only greater ones are listed
   * @param limit how many at most
   */
  List<Listed> list(String prefix, Optional<String> after, int limit);
}
