package dev.headroom.cache.proof;

import dev.headroom.cache.Cache;
import dev.headroom.cache.entry.Key;
import dev.headroom.cache.proof.Chronicle.Entry;
import dev.headroom.cache.proof.Chronicle.Read;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/** A namespace as an operation of a process sees it. */
record View(Member member, String space, boolean strict, Cache<String> cache) {
  /** So long after it was loaded a value's time may begin, in milliseconds. */
  private static final long SLACK = 600;

  Entry entry(Key key) {
    return new Entry(space, key.name());
  }

  Set<Entry> entries(Set<Key> keys) {
    return keys.stream().map(this::entry).collect(Collectors.toSet());
  }

  /** A read that begins. */
  Read read(Key key, long now) {
    return new Read(
        member.number(),
        entry(key),
        strict ? 0 : member.staleness(),
        now,
        member.wall() - key.options().staleFor().toMillis(),
        member.ahead());
  }

  /** The last moment of what is stored now, by its process's clock. */
  long wallEnd(Duration ttl) {
    return member.wall() + ttl.toMillis() + SLACK;
  }

  /** An operation's name as it is told. */
  String told(String operation) {
    return strict ? operation + " strict" : operation;
  }
}
