package dev.headroom.jobs;

import dev.headroom.objects.ObjectStore;
import java.util.Optional;

/** For tests whose documents are so small that none may leave the item. */
final class NoObjects implements ObjectStore {
  @Override
  public void put(String key, byte[] content) {
    throw new AssertionError("Nothing was to be stored, but: " + key);
  }

  @Override
  public Optional<byte[]> get(String key) {
    throw new AssertionError("Nothing was to be read, but: " + key);
  }
}
