package dev.headroom.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Names, each once, in the order in which they came. */
final class Places {
  private final Map<String, Integer> byName = new LinkedHashMap<>();

  void add(String name) {
    byName.putIfAbsent(name, byName.size());
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  /** The place of a name that is there, from 0. */
  int of(String name) {
    return Objects.requireNonNull(byName.get(name), name);
  }

  Set<String> names() {
    return byName.keySet();
  }

  int size() {
    return byName.size();
  }

  boolean isEmpty() {
    return byName.isEmpty();
  }
}
