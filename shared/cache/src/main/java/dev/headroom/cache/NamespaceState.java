package dev.headroom.cache;

import dev.headroom.cache.clock.DualTimestamp;
import dev.headroom.cache.entry.Namespace;
import dev.headroom.cache.statistics.NamespaceCounters;

/** The state of a namespace in this process. */
final class NamespaceState {
  private final Namespace namespace;
  private final NamespaceCounters counters;

  /** Nothing that was verified before may be served without being verified again. */
  private volatile DualTimestamp floor;

  private volatile long registeredIn;

  NamespaceState(Namespace namespace, DualTimestamp now) {
    this.namespace = namespace;
    this.counters = new NamespaceCounters(namespace);
    this.floor = now;
  }

  Namespace namespace() {
    return namespace;
  }

  NamespaceCounters counters() {
    return counters;
  }

  DualTimestamp floor() {
    return floor;
  }

  /** Two may raise it at once; the earlier one must not undo what the later one did. */
  synchronized void raiseFloor(DualTimestamp now) {
    if (now.isAfter(floor)) {
      floor = now;
    }
  }

  /** Returns true when the namespace was made known to Redis over the connection at hand. */
  boolean isRegisteredIn(long connection) {
    return registeredIn == connection;
  }

  void registeredIn(long connection) {
    registeredIn = connection;
  }
}
