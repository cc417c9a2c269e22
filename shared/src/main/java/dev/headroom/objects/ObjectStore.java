package dev.headroom.objects;

import java.util.Optional;

/**
 * Named byte arrays. Two implementations hold the same contract: {@link S3ObjectStore} and {@link
 * FolderObjectStore}.
 */
public interface ObjectStore {
  /**
   * Writes an object whole, or not at all; replaces one of the same key.
   *
   * @param key letters, digits and {@code / . _ -}; no part is empty, {@code .} or {@code ..}
   */
  void put(String key, byte[] content);

  /** The object's content, as last written. */
  Optional<byte[]> get(String key);
}
