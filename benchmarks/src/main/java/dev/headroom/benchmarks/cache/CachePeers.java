package dev.headroom.benchmarks.cache;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Other caches to compare with, where {@code -Pbenchmark,peers} has built them. */
public interface CachePeers {
  /** What the caches are compared in. */
  enum Subject {
    LOCAL_HIT,
    REMOTE_HIT,
    BATCH,
    WRITE
  }

  /**
   * One cache in one subject.
   *
   * @param method of the JMH benchmarks in {@link #benchmarks}
   */
  record Peer(String label, String method) {}

  /** Removes many entries at once by what a cache offers for it. */
  interface Sweeper extends AutoCloseable {
    String label();

    /** Puts so many entries under {@link Samples#name}. */
    void fill(int entries);

    /** Removes them. */
    void sweep(int entries);

    @Override
    void close();
  }

  /** Returns the class of their JMH benchmarks. */
  Class<?> benchmarks();

  /** Returns those that can do it. */
  List<Peer> in(Subject subject);

  /** Opens those that can remove many entries. */
  List<Sweeper> sweepers(URI redis);

  /** Returns them, or empty where they were not built. */
  static Optional<CachePeers> find() {
    return ServiceLoader.load(CachePeers.class).findFirst();
  }
}
