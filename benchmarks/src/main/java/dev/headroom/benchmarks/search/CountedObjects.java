package dev.headroom.benchmarks.search;

import dev.headroom.objects.ObjectStore;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** An object store that counts the requests which S3 would get. */
public final class CountedObjects implements ObjectStore {
  private static final String PUT = "PutObject";
  private static final String GET = "GetObject";

  private final ObjectStore store;
  private final Map<String, Long> requests = new ConcurrentHashMap<>();

  public CountedObjects(ObjectStore store) {
    this.store = store;
  }

  /** By S3's names, since the last call of this. */
  public Map<String, Long> taken() {
    Map<String, Long> taken = new TreeMap<>(requests);
    requests.clear();
    return taken;
  }

  private void count(String request) {
    requests.merge(request, 1L, Long::sum);
  }

  @Override
  public void put(String key, byte[] content) {
    count(PUT);
    store.put(key, content);
  }

  @Override
  public Optional<byte[]> get(String key) {
    count(GET);
    return store.get(key);
  }

  @Override
  public Optional<Versioned> read(String key) {
    count(GET);
    return store.read(key);
  }

  @Override
  public Look look(String key, String seen) {
    count(GET);
    return store.look(key, seen);
  }

  @Override
  public boolean putIf(String key, byte[] content, Optional<String> expected) {
    count(PUT);
    return store.putIf(key, content, expected);
  }

  @Override
  public void upload(String key, Path file) {
    count(PUT);
    store.upload(key, file);
  }

  @Override
  public boolean download(String key, Path file) {
    count(GET);
    return store.download(key, file);
  }

  @Override
  public void delete(Collection<String> keys) {
    if (!keys.isEmpty()) {
      count("DeleteObjects");
    }
    store.delete(keys);
  }

  @Override
  public List<Listed> list(String prefix, Optional<String> after, int limit) {
    count("ListObjectsV2");
    return store.list(prefix, after, limit);
  }
}
