package dev.headroom.index;

import dev.headroom.objects.ObjectStore;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * An object store that notifies a listener before and after each call. Exceptions of the listener
 * are thrown.
 */
final class ObservedObjectStore implements ObjectStore {
  private final ObjectStore objects;
  private final Listener listener;

  ObservedObjectStore(ObjectStore objects, Listener listener) {
    this.objects = objects;
    this.listener = listener;
  }

  /** Is notified of calls, by several threads. */
  interface Listener {
    void before(String call, Collection<String> keys);

    default void after(String call, Collection<String> keys) {}
  }

  /** Returns whether a call of this name changes the store. */
  static boolean writes(String call) {
    return Set.of("put", "putIf", "upload", "delete").contains(call);
  }

  private <T> T observed(String call, Collection<String> keys, Supplier<T> made) {
    listener.before(call, keys);
    T answer = made.get();
    listener.after(call, keys);
    return answer;
  }

  @Override
  public void put(String key, byte[] content) {
    var _ =
        observed(
            "put",
            List.of(key),
            () -> {
              objects.put(key, content);
              return true;
            });
  }

  @Override
  public Optional<byte[]> get(String key) {
    return observed("get", List.of(key), () -> objects.get(key));
  }

  @Override
  public Optional<Versioned> read(String key) {
    return observed("read", List.of(key), () -> objects.read(key));
  }

  @Override
  public Look look(String key, String seen) {
    return observed("look", List.of(key), () -> objects.look(key, seen));
  }

  @Override
  public boolean putIf(String key, byte[] content, Optional<String> expected) {
    return observed("putIf", List.of(key), () -> objects.putIf(key, content, expected));
  }

  @Override
  public void upload(String key, Path file) {
    var _ =
        observed(
            "upload",
            List.of(key),
            () -> {
              objects.upload(key, file);
              return true;
            });
  }

  @Override
  public boolean download(String key, Path file) {
    return observed("download", List.of(key), () -> objects.download(key, file));
  }

  @Override
  public void delete(Collection<String> keys) {
    var _ =
        observed(
            "delete",
            keys,
            () -> {
              objects.delete(keys);
              return true;
            });
  }

  @Override
  public List<Listed> list(String prefix, Optional<String> after, int limit) {
    return observed("list", List.of(prefix), () -> objects.list(prefix, after, limit));
  }
}
