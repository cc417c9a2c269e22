package dev.headroom.index;

import dev.headroom.objects.ObjectStore;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** An object store that tells of each call before it is made and after; what that throws, it is. */
final class ToldObjects implements ObjectStore {
  private final ObjectStore objects;
  private final Listener listener;

  ToldObjects(ObjectStore objects, Listener listener) {
    this.objects = objects;
    this.listener = listener;
  }

  /** What is told; from several threads. */
  interface Listener {
    void before(String call, Collection<String> keys);

    default void after(String call, Collection<String> keys) {}
  }

  /** Whether a call of this name changes what lies in the store. */
  static boolean writes(String call) {
    return Set.of("put", "putIf", "upload", "delete").contains(call);
  }

  private <T> T told(String call, Collection<String> keys, Supplier<T> made) {
    listener.before(call, keys);
    T answer = made.get();
    listener.after(call, keys);
    return answer;
  }

  @Override
  public void put(String key, byte[] content) {
    var _ =
        told(
            "put",
            List.of(key),
            () -> {
              objects.put(key, content);
              return true;
            });
  }

  @Override
  public Optional<byte[]> get(String key) {
    return told("get", List.of(key), () -> objects.get(key));
  }

  @Override
  public Optional<Versioned> read(String key) {
    return told("read", List.of(key), () -> objects.read(key));
  }

  @Override
  public Look look(String key, String seen) {
    return told("look", List.of(key), () -> objects.look(key, seen));
  }

  @Override
  public boolean putIf(String key, byte[] content, Optional<String> expected) {
    return told("putIf", List.of(key), () -> objects.putIf(key, content, expected));
  }

  @Override
  public void upload(String key, Path file) {
    var _ =
        told(
            "upload",
            List.of(key),
            () -> {
              objects.upload(key, file);
              return true;
            });
  }

  @Override
  public boolean download(String key, Path file) {
    return told("download", List.of(key), () -> objects.download(key, file));
  }

  @Override
  public void delete(Collection<String> keys) {
    var _ =
        told(
            "delete",
            keys,
            () -> {
              objects.delete(keys);
              return true;
            });
  }

  @Override
  public List<Listed> list(String prefix, Optional<String> after, int limit) {
    return told("list", List.of(prefix), () -> objects.list(prefix, after, limit));
  }
}
