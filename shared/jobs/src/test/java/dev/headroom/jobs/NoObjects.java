package dev.headroom.jobs;

import dev.headroom.objects.ObjectStore;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** For tests whose documents are so small that none may leave the item. */
public final class NoObjects implements ObjectStore {
  private static AssertionError notEven(String what) {
    return new AssertionError("No object was to be touched, but: " + what);
  }

  @Override
  public void put(String key, byte[] content) {
    throw notEven(key);
  }

  @Override
  public Optional<byte[]> get(String key) {
    throw notEven(key);
  }

  @Override
  public Optional<Versioned> read(String key) {
    throw notEven(key);
  }

  @Override
  public Look look(String key, String seen) {
    throw notEven(key);
  }

  @Override
  public boolean putIf(String key, byte[] content, Optional<String> expected) {
    throw notEven(key);
  }

  @Override
  public void upload(String key, Path file) {
    throw notEven(key);
  }

  @Override
  public boolean download(String key, Path file) {
    throw notEven(key);
  }

  @Override
  public void delete(Collection<String> keys) {
    throw notEven(keys.toString());
  }

  @Override
  public List<Listed> list(String prefix, Optional<String> after, int limit) {
    throw notEven(prefix);
  }
}
