package dev.headroom.cache.remote;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Distinct names, numbered from 0 in the order in which they came. */
final class IndexedNames {
  private final Map<String, Integer> byName = new LinkedHashMap<>();

  void add(String name) {
    byName.putIfAbsent(name, byName.size());
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  /** Returns the number of a name that is there. */
  int indexOf(String name) {
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
